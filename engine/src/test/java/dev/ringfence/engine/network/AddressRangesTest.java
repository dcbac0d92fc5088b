package dev.ringfence.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {

  private static AddressRanges of(String cidr) {
    AddressRanges ranges = AddressRanges.cidr(cidr);
    assertThat(ranges).as(cidr).isNotNull();
    return ranges == null ? AddressRanges.NONE : ranges;
  }

  @Test
  void hostBitsDoNotMatter() {
    assertThat(of("10.1.2.3/8").containsAll(of("10.255.0.0/16"))).isTrue();
  }

  @Test
  void anExceptionCutsAHole() {
    AddressRanges holed = of("10.0.0.0/8").minus(of("10.1.0.0/16"));
    assertThat(holed.intersects(of("10.1.2.3/32"))).isFalse();
    assertThat(holed.intersects(of("10.2.0.1/32"))).isTrue();
    assertThat(holed.or(of("10.1.0.0/16")).containsAll(of("10.0.0.0/8"))).isTrue();
  }

  @Test
  void familiesNeverMix() {
    assertThat(of("::/0").intersects(of("10.0.0.0/8"))).isFalse();
    assertThat(of("0.0.0.0/0").intersects(of("::ffff:10.0.0.1/128"))).isFalse();
    assertThat(of("::/0").or(of("0.0.0.0/0")).minus(of("::/0")).containsAll(of("0.0.0.0/0")))
        .isTrue();
  }

  @Test
  void shortFormsOfIpv6AreOneAddress() {
    assertThat(of("fd00:ec2::254").containsAll(of("fd00:0ec2:0:0:0:0:0:254/128"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.0.0", "10.0.0.256/8", "10.0.0.0/33", "::1::/64", "a/8", "10.0.0.0/x"})
  void whatIsNoCidrIsNone(String text) {
    assertThat(AddressRanges.cidr(text)).isNull();
  }
}
