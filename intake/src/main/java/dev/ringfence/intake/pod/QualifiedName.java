package dev.ringfence.intake.pod;

import java.util.regex.Pattern;

/**
 * Names as labels and resources have them: {@code NAME} or {@code DOMAIN/NAME}.
 *
 * <p>Source: k8s.io/apimachinery/pkg/util/validation, IsQualifiedName.
 */
public final class QualifiedName {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private QualifiedName() {}

  /** Whether the text is such a name, with a domain or without. */
  public static boolean isOne(String text) {
    int slash = text.indexOf('/');
    String domain = slash < 0 ? "" : text.substring(0, slash);
    return isName(text.substring(slash + 1))
        && (slash < 0 || (domain.length() <= 253 && DOMAIN.matcher(domain).matches()));
  }

  /** Whether the text is what may stand after the slash, and as a label's value. */
  public static boolean isName(String text) {
    return text.length() <= 63 && NAME.matcher(text).matches();
  }
}
