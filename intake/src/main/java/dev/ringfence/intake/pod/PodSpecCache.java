package dev.ringfence.intake.pod;

import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Maps each pod spec once. Replicas differ only in the node they are bound to and in the name of
 * their token's volume, and lists of pods are sorted by name, so replicas come one after another: a
 * direct-mapped table of the trees met lately spares most of the mapping. The table holds as many
 * trees as it has slots, whatever the size of the cluster.
 */
public final class PodSpecCache {

  private static final int SLOTS = 1 << 11;
  private static final String TOKEN_VOLUME = "kube-api-access-";
  private static final String NODE_NAME = "nodeName";

  private final ClusterBuilder builder;
  private final @Nullable Fields[] trees = new Fields[SLOTS];
  private final @Nullable PodSpec[] specs = new PodSpec[SLOTS];

  /** The token volumes' names that stand for each other in the current comparison. */
  private @Nullable String oneVolume;

  private @Nullable String otherVolume;

  public PodSpecCache(ClusterBuilder builder) {
    this.builder = builder;
  }

  /** The spec of an admitted pod, its token as seen, without {@code nodeName}; interned. */
  public PodSpec admitted(Fields spec) {
    int slot = hash(spec, true) & (SLOTS - 1);
    Fields known = trees[slot];
    PodSpec mapped = specs[slot];
    oneVolume = null;
    otherVolume = null;
    if (known != null && mapped != null && equal(known, spec, true)) {
      return mapped;
    }
    PodSpecEdit edit = new PodSpecEdit(TokenVolume.observed(PodSpecMapper.map(spec, Fields.EMPTY)));
    edit.nodeName = null;
    PodSpec result = builder.intern(edit.build());
    trees[slot] = spec;
    specs[slot] = result;
    return result;
  }

  private static int hash(Tree tree, boolean root) {
    int hash = 17;
    switch (tree) {
      case Fields fields -> {
        for (int i = 0; i < fields.size(); i++) {
          if (!root || !fields.name(i).equals(NODE_NAME)) {
            hash = hash * 31 + (fields.name(i).hashCode() ^ hash(fields.value(i), false));
          }
        }
      }
      case Items items -> {
        for (int i = 0; i < items.size(); i++) {
          hash = hash * 37 + hash(items.get(i), false);
        }
      }
      case Tree.Text text ->
          hash = text.value().startsWith(TOKEN_VOLUME) ? 1 : text.value().hashCode();
      case Tree.Numeral numeral -> hash = numeral.digits().hashCode();
      case Tree.Flag flag -> hash = flag.ordinal();
      case Tree.Mark mark -> hash = 3 + mark.ordinal();
      case Tree.Withheld withheld -> hash = 5;
    }
    return hash ^ (hash >>> 15);
  }

  private boolean equal(Tree one, Tree other, boolean root) {
    return switch (one) {
      case Fields fields -> other instanceof Fields others && equalFields(fields, others, root);
      case Items items -> other instanceof Items others && equalItems(items, others);
      case Tree.Text text ->
          other instanceof Tree.Text(String value)
              && (value.startsWith(TOKEN_VOLUME)
                  ? sameVolume(text.value(), value)
                  : value.equals(text.value()));
      case Tree.Numeral numeral -> numeral.equals(other);
      case Tree.Flag flag -> flag == other;
      case Tree.Mark mark -> mark == other;
      case Tree.Withheld withheld -> false;
    };
  }

  /** One name for one name throughout: an author may have volumes of such names too. */
  private boolean sameVolume(String one, String other) {
    if (oneVolume == null) {
      oneVolume = one;
      otherVolume = other;
      return one.startsWith(TOKEN_VOLUME);
    }
    return oneVolume.equals(one) && other.equals(otherVolume);
  }

  private boolean equalFields(Fields one, Fields other, boolean root) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!one.name(i).equals(other.name(i))) {
        return false;
      }
      if ((!root || !one.name(i).equals(NODE_NAME))
          && !equal(one.value(i), other.value(i), false)) {
        return false;
      }
    }
    return true;
  }

  private boolean equalItems(Items one, Items other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!equal(one.get(i), other.get(i), false)) {
        return false;
      }
    }
    return true;
  }
}
