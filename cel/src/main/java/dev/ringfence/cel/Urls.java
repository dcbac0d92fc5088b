package dev.ringfence.cel;

import dev.cel.common.types.OpaqueType;
import dev.cel.runtime.CelEvaluationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Absolute addresses and absolute paths. */
record Urls(URI uri) {

  private static final CelLibrary.Type TYPE =
      new CelLibrary.Type(OpaqueType.create("kubernetes.URL"), Urls.class);
  private static final CelLibrary.Type MAP =
      new CelLibrary.Type(
          dev.cel.common.types.MapType.create(CelLibrary.TEXT.type(), CelLibrary.TEXTS.type()),
          Map.class);

  private static @Nullable Urls parse(String text) {
    try {
      URI uri = new URI(text);
      return uri.isAbsolute() || text.startsWith("/") ? new Urls(uri) : null;
    } catch (URISyntaxException none) {
      return null;
    }
  }

  private static Urls of(Object text) throws CelEvaluationException {
    Urls url = parse((String) text);
    if (url == null) {
      throw CelLibrary.error("URL parse error during conversion from string: " + text);
    }
    return url;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private String host() {
    String authority = orEmpty(uri.getRawAuthority());
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private String port() {
    return uri.getPort() < 0 ? "" : Integer.toString(uri.getPort());
  }

  private String hostName() {
    String host = orEmpty(uri.getHost());
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private Map<String, List<String>> query() {
    Map<String, List<String>> query = new LinkedHashMap<>();
    String raw = orEmpty(uri.getRawQuery());
    for (String pair : raw.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query.computeIfAbsent(decode(key), ignored -> new ArrayList<>()).add(decode(value));
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  static void addTo(CelLibrary library) {
    CelLibrary.Type text = CelLibrary.TEXT;
    library.global("url", TYPE, a -> of(a[0]), text);
    library.global("isURL", CelLibrary.BOOLEAN, a -> parse((String) a[0]) != null, text);
    library.member("getScheme", text, a -> orEmpty(((Urls) a[0]).uri.getScheme()), TYPE);
    library.member("getHost", text, a -> ((Urls) a[0]).host(), TYPE);
    library.member("getHostname", text, a -> ((Urls) a[0]).hostName(), TYPE);
    library.member("getPort", text, a -> ((Urls) a[0]).port(), TYPE);
    library.member("getEscapedPath", text, a -> orEmpty(((Urls) a[0]).uri.getRawPath()), TYPE);
    library.member("getQuery", MAP, a -> ((Urls) a[0]).query(), TYPE);
  }
}
