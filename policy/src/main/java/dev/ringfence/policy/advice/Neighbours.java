package dev.ringfence.policy.advice;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All profiles of a cluster, as each other's neighbours.
 *
 * @param environment what most tenants that name one name; empty where none does
 */
public record Neighbours(List<Profile> all, String environment) {

  public Neighbours {
    all = List.copyOf(all);
  }

  public static Neighbours of(List<Profile> profiles) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (Profile profile : profiles) {
      if (!profile.tenant().environment().isEmpty()) {
        counts.merge(profile.tenant().environment(), 1, Integer::sum);
      }
    }
    String most = "";
    for (String candidate : counts.keySet()) {
      if (counts.getOrDefault(candidate, 0) > counts.getOrDefault(most, 0)) {
        most = candidate;
      }
    }
    return new Neighbours(profiles, most);
  }

  /** Whose data or code makes host privileges beside it a danger; null where nobody's does. */
  @Nullable String atRiskFrom(Profile profile) {
    for (Profile other : all) {
      if (!other.name().equals(profile.name())) {
        if (other.hasCriticalData()) {
          return "critical data of " + other.name();
        }
        if (!other.isTrusted()) {
          return "the untrusted neighbour " + other.name();
        }
      }
    }
    return null;
  }

  /** Production among others, or another among production: the fewer move. */
  boolean isStranger(Profile profile) {
    String own = profile.tenant().environment();
    return !own.isEmpty()
        && !own.equals(environment)
        && (own.equals("production") || environment.equals("production"));
  }

  /** Those whose pods or users use the API: one failure of the API server away from everybody. */
  List<String> usersOfTheApi() {
    return all.stream().filter(Profile::usesTheApi).map(Profile::name).toList();
  }
}
