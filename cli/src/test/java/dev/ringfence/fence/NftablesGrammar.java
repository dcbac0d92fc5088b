package dev.ringfence.fence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of nftables' language that the firewall file uses, line by line, after nft(8): what is
 * not in it is wrong here, so that a new kind of rule comes with its grammar. Beyond the words it
 * holds that sets are declared before they are named, once, and are of the rule's family.
 */
final class NftablesGrammar {

  private static final String NAME = "[a-zA-Z][a-zA-Z0-9_]*";
  private static final String PORT = "[0-9]{1,5}(?:-[0-9]{1,5})?";
  private static final String NUMBER = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern FOUR =
      Pattern.compile("%1$s(?:\\.%1$s){3}(?:/(?:3[0-2]|[12]?[0-9]))?".formatted(NUMBER));
  private static final Pattern SIX =
      Pattern.compile(
          "[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))?");
  private static final Pattern SET =
      Pattern.compile(
          "  set ("
              + NAME
              + ") \\{ type (ipv4_addr|ipv6_addr); flags interval; auto-merge;"
              + "(?: elements = \\{ ([^{}]+) \\})? \\}");
  private static final Pattern RULE =
      Pattern.compile(
          "    ((?:ip6? [sd]addr (?:!= )?@"
              + NAME
              + " )+)"
              + "(?:(?:tcp|udp) dport \\{ "
              + PORT
              + "(?:, "
              + PORT
              + ")* \\} |meta l4proto 4 )?"
              + "(?:accept|drop)");
  private static final Pattern MATCH = Pattern.compile("(ip6?) [sd]addr (?:!= )?@(" + NAME + ") ");

  private static final List<String> FRAME =
      List.of(
          "table inet ringfence",
          "delete table inet ringfence",
          "table inet ringfence {",
          "  chain forward {",
          "    type filter hook forward priority 0; policy accept;",
          "    ct state established,related accept",
          "  }",
          "}");

  private final Map<String, String> sets = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();

  private NftablesGrammar() {}

  /** What is wrong, line by line; empty where nothing is. */
  static List<String> check(String text) {
    NftablesGrammar grammar = new NftablesGrammar();
    List<String> frame = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String problem = line.isBlank() || line.matches(" *#.*") ? null : grammar.line(line, frame);
      if (problem != null) {
        grammar.wrong.add(problem + ": " + line);
      }
    }
    if (!frame.equals(FRAME)) {
      grammar.wrong.add("the frame is not a table with one chain: " + frame);
    }
    return grammar.wrong;
  }

  private @Nullable String line(String line, List<String> frame) {
    if (FRAME.contains(line)) {
      frame.add(line);
      return null;
    }
    Matcher set = SET.matcher(line);
    if (set.matches()) {
      return declare(set.group(1), set.group(2), set.group(3));
    }
    return RULE.matcher(line).matches() ? rule(line) : "no statement of nftables";
  }

  private @Nullable String declare(String name, String type, @Nullable String elements) {
    if (sets.put(name, type) != null) {
      return "declared twice";
    }
    if (elements != null) {
      Pattern address = type.equals("ipv4_addr") ? FOUR : SIX;
      for (String element : elements.split(", ", -1)) {
        if (!address.matcher(element).matches()) {
          return "no element of " + type + ": " + element;
        }
      }
    }
    return null;
  }

  private @Nullable String rule(String line) {
    Matcher match = MATCH.matcher(line);
    String family = "";
    while (match.find()) {
      String type = match.group(1).equals("ip") ? "ipv4_addr" : "ipv6_addr";
      if (!type.equals(sets.get(match.group(2)))) {
        return "no set " + match.group(2) + " of " + type;
      }
      if (!family.isEmpty() && !family.equals(type)) {
        return "two families in one rule match nothing";
      }
      family = type;
    }
    return null;
  }
}
