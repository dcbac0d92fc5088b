package dev.ringfence.cli;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The verdicts of a JSON answer: its lines of one verdict each, by from, to and stake. */
final class Verdicts {

  private static final Pattern LINE =
      Pattern.compile(
          "\"from\":\"([^\"]*)\",\"to\":\"([^\"]*)\",\"stake\":\"([^\"]*)\",\"required\":(\\d+),"
              + "\"depth\":(\\d+|null),(?:\"depthIfRefuted\":(\\d+|null),)?\"verdict\":\"(\\w+)\"");

  private Verdicts() {}

  /** {@code from → to stake} to {@code depth verdict}. */
  static Map<String, String> of(String json) {
    Map<String, String> verdicts = new TreeMap<>();
    Matcher matcher = LINE.matcher(json);
    while (matcher.find()) {
      verdicts.put(
          matcher.group(1) + " → " + matcher.group(2) + " " + matcher.group(3),
          matcher.group(5) + " " + matcher.group(7));
    }
    return verdicts;
  }

  /** Each verdict's line without ids and places, to compare two answers to the letter. */
  static Map<String, String> lines(String json) {
    Map<String, String> lines = new TreeMap<>();
    for (String line : json.split("\n")) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.find()) {
        String key = matcher.group(1) + " → " + matcher.group(2) + " " + matcher.group(3);
        lines.put(key, line.strip().replaceFirst(",$", ""));
      }
    }
    return lines;
  }
}
