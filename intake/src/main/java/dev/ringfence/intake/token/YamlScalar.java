package dev.ringfence.intake.token;

import dev.ringfence.intake.token.TokenReader.Token;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types a plain YAML scalar as kubectl does, which reads YAML 1.1 by go-yaml v2: {@code yes},
 * {@code on} and {@code y} are booleans, {@code 0644} is octal, {@code 0x1F} and {@code 1_000} are
 * numbers. Source: go.yaml.in/yaml/v2, resolve.go. Timestamps stay texts.
 *
 * @param token TEXT, NUMBER, TRUE, FALSE or NULL
 * @param text for a NUMBER its JSON spelling
 */
record YamlScalar(Token token, String text) {

  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(0x[0-9a-fA-F]+|0b[01]+|0o?[0-7]+|0|[1-9][0-9]*)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  static YamlScalar resolve(String plain) {
    if (plain.isEmpty()) {
      return new YamlScalar(Token.NULL, "");
    }
    return switch (plain.charAt(0)) {
      case 'y', 'Y', 'n', 'N', 't', 'T', 'f', 'F', 'o', 'O', '~' -> word(plain);
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-', '.' -> number(plain);
      default -> new YamlScalar(Token.TEXT, plain);
    };
  }

  private static YamlScalar word(String plain) {
    Token token =
        switch (plain) {
          case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" ->
              Token.TRUE;
          case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" ->
              Token.FALSE;
          case "~", "null", "Null", "NULL" -> Token.NULL;
          default -> Token.TEXT;
        };
    return new YamlScalar(token, plain);
  }

  private static YamlScalar number(String plain) {
    if (plain.length() > 100) {
      return new YamlScalar(Token.TEXT, plain);
    }
    String digits = plain.indexOf('_') < 0 ? plain : plain.replace("_", "");
    Matcher integer = INTEGER.matcher(digits);
    if (integer.matches()) {
      String sign = "-".equals(integer.group(1)) ? "-" : "";
      String magnitude = integer.group(2);
      return new YamlScalar(
          Token.NUMBER,
          magnitude.length() > 1 && magnitude.charAt(0) == '0'
              ? sign + based(magnitude)
              : sign + magnitude);
    }
    return FLOAT.matcher(digits).matches()
        ? new YamlScalar(Token.NUMBER, digits.startsWith("+") ? digits.substring(1) : digits)
        : new YamlScalar(Token.TEXT, plain);
  }

  private static BigInteger based(String magnitude) {
    return switch (magnitude.charAt(1)) {
      case 'x' -> new BigInteger(magnitude.substring(2), 16);
      case 'b' -> new BigInteger(magnitude.substring(2), 2);
      case 'o' -> new BigInteger(magnitude.substring(2), 8);
      default -> new BigInteger(magnitude, 8);
    };
  }
}
