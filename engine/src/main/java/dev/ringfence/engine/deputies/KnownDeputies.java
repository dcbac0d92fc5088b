package dev.ringfence.engine.deputies;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The curated table, by the products' own documentation and advisories. Of entries for one group
 * the first that fits a kind counts, so narrower ones stand first.
 */
public final class KnownDeputies {

  private static final List<Deputy> ALL =
      together(
          DeliveryDeputies.all(),
          CredentialDeputies.all(),
          TrafficDeputies.all(),
          WorkloadDeputies.all(),
          PolicyAndStorageDeputies.all());

  private static final Set<String> FLAGS = flagsOf(ALL);

  private static final Set<String> CONFIG_MAPS = configMapsOf(ALL);

  private KnownDeputies() {}

  @SafeVarargs
  private static List<Deputy> together(List<Deputy>... parts) {
    List<Deputy> all = new ArrayList<>();
    for (List<Deputy> part : parts) {
      all.addAll(part);
    }
    return List.copyOf(all);
  }

  /** What is known of a kind's controller; of the first entry that fits. */
  public static Deputy of(String group, String kind) {
    for (Deputy deputy : ALL) {
      if (deputy.isOf(group, kind)) {
        return deputy;
      }
    }
    return Deputy.unknown(group);
  }

  /** The whole table. */
  public static List<Deputy> all() {
    return ALL;
  }

  /** The entries for kinds of Kubernetes itself, which no CustomResourceDefinition announces. */
  public static List<Deputy> ofBuiltInKinds() {
    return ALL.stream()
        .filter(deputy -> deputy.group().isEmpty() || deputy.group().equals("networking.k8s.io"))
        .toList();
  }

  /** The arguments of command lines that some entry looks at, without dashes. */
  public static Set<String> flags() {
    return FLAGS;
  }

  /** The ConfigMaps that some entry looks at, by name. */
  public static Set<String> configMaps() {
    return CONFIG_MAPS;
  }

  private static List<Check.BySetting> settings(List<Deputy> table) {
    List<Check.BySetting> settings = new ArrayList<>();
    for (Deputy deputy : table) {
      if (deputy.beyond() instanceof Check.BySetting setting) {
        settings.add(setting);
      }
      for (Deputy.Field field : deputy.fields()) {
        if (field.check() instanceof Check.BySetting setting) {
          settings.add(setting);
        }
      }
    }
    return settings;
  }

  private static Set<String> flagsOf(List<Deputy> table) {
    Set<String> flags = new TreeSet<>();
    settings(table).stream()
        .map(Check.BySetting::flag)
        .filter(flag -> !flag.isEmpty())
        .forEach(flags::add);
    return Set.copyOf(flags);
  }

  private static Set<String> configMapsOf(List<Deputy> table) {
    Set<String> names = new TreeSet<>();
    settings(table).stream()
        .map(Check.BySetting::configMap)
        .filter(map -> !map.isEmpty())
        .forEach(map -> names.add(map.substring(0, map.indexOf('/'))));
    return Set.copyOf(names);
  }
}
