package dev.ringfence.engine.deputies;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a controller itself looks at before it does what a field asks for. A check that there is
 * only since a release, or by a setting, stands where the image's tag or the setting shows it.
 */
public sealed interface Check {

  /** Whether it stops somebody here. */
  enum Standing {
    /** It does; the controller must be broken to get past it. */
    STANDS,
    /** It is shown not to. */
    ABSENT,
    /** Nothing shows it. */
    NOT_SHOWN
  }

  /** In the words of a page: what is checked. */
  String words();

  /** Since when, or by which setting; empty where always. */
  String when();

  Standing standing(Installation installation);

  /** The controller does what it is asked for. */
  record Nothing() implements Check {
    @Override
    public String words() {
      return "nothing";
    }

    @Override
    public String when() {
      return "";
    }

    @Override
    public Standing standing(Installation installation) {
      return Standing.ABSENT;
    }
  }

  /** In all releases that anybody runs. */
  record Always(String words) implements Check {
    @Override
    public String when() {
      return "";
    }

    @Override
    public Standing standing(Installation installation) {
      return Standing.STANDS;
    }
  }

  /** From a release on. */
  record Since(String words, Release first) implements Check {
    @Override
    public String when() {
      return "since " + first;
    }

    @Override
    public Standing standing(Installation installation) {
      return installation.isAtLeast(first);
    }
  }

  /**
   * By an argument of the controller's command line, or the same in a ConfigMap.
   *
   * @param flag without dashes
   * @param safe values with which the check stands; the empty text for a list that is empty, {@link
   *     #ANYTHING} for every value
   * @param configMap its name and key as {@code name/key}, or empty
   * @param standsByDefault the release since which it stands where nothing is said; null: in none
   * @param alone whether nothing else (a file, a variable, an object) can say it
   */
  record BySetting(
      String words,
      String flag,
      Set<String> safe,
      String configMap,
      @Nullable Release standsByDefault,
      boolean alone)
      implements Check {

    static final String ANYTHING = "*";

    public BySetting {
      safe = Set.copyOf(safe);
    }

    @Override
    public String when() {
      String setting = flag.isEmpty() ? configMap : "--" + flag;
      String value = new TreeSet<>(safe).first();
      String says =
          value.isEmpty()
              ? setting + " unset"
              : setting + (value.equals(ANYTHING) ? "" : "=" + value);
      if (standsByDefault == null) {
        return "with " + says + " (not the default)";
      }
      return standsByDefault.equals(Release.ANY)
          ? "with " + says + " (the default)"
          : "with " + says + " (the default since " + standsByDefault + ")";
    }

    /** The worst of its containers: one that says nothing is as its release is by default. */
    @Override
    public Standing standing(Installation installation) {
      if (installation.isEmpty()) {
        return ofOne(installation);
      }
      Set<Standing> standings =
          installation.each().stream().map(this::ofOne).collect(Collectors.toSet());
      if (standings.contains(Standing.ABSENT)) {
        return Standing.ABSENT;
      }
      return standings.equals(Set.of(Standing.STANDS)) ? Standing.STANDS : Standing.NOT_SHOWN;
    }

    private Standing ofOne(Installation installation) {
      Set<String> said = new TreeSet<>(installation.values(flag, configMap));
      if (said.contains(Installation.UNREADABLE)) {
        return Standing.NOT_SHOWN;
      }
      boolean shown = alone || said.contains("");
      if (!safe.contains("")) {
        said.remove(""); // a map that is there and says nothing of it leaves it at the default
      }
      if (!said.isEmpty()) {
        return safe.contains(ANYTHING) || safe.containsAll(said)
            ? Standing.STANDS
            : Standing.ABSENT;
      }
      if (installation.isEmpty() || !shown) {
        return Standing.NOT_SHOWN;
      }
      return standsByDefault == null ? Standing.ABSENT : installation.isAtLeast(standsByDefault);
    }
  }

  /** By something that is not read: another object, a file, an environment variable. */
  record ByWhatIsNotRead(String words, String when) implements Check {
    @Override
    public Standing standing(Installation installation) {
      return Standing.NOT_SHOWN;
    }
  }
}
