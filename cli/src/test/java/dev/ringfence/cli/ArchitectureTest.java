package dev.ringfence.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LooseEnds;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may know whom, and why. */
final class ArchitectureTest {

  private static final String[] ANALYSES = {
    "network", "access", "admission", "placement", "workload", "contention", "deputies"
  };

  private static final JavaClasses RINGFENCE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.ringfence");

  @Test
  void theEngineIsAPureFunction() {
    noClasses()
        .that()
        .resideInAPackage("dev.ringfence.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.nio.file..",
            "java.net..",
            "java.net.http..",
            "java.time..",
            "java.util.logging..",
            "com.fasterxml..",
            "org.snakeyaml..",
            "picocli..",
            "dev.ringfence.intake..",
            "dev.ringfence.policy..",
            "dev.ringfence.report..",
            "dev.ringfence.cel..",
            "dev.cel..",
            "dev.ringfence.cli..")
        .because("a proof must depend on facts alone: no clock, no files, no network, no framework")
        .check(RINGFENCE);
  }

  private static final String[] OTHER_ANALYSES = {
    "dev.ringfence.engine.network..",
    "dev.ringfence.engine.admission..",
    "dev.ringfence.engine.placement..",
    "dev.ringfence.engine.workload.."
  };

  @Test
  void onlyTheAnalysisOfAccessReadsBindings() {
    noClasses()
        .that()
        .resideInAnyPackage(OTHER_ANALYSES)
        .or()
        .resideInAnyPackage("dev.ringfence.engine.contention..", "dev.ringfence.engine.catalogue..")
        .should()
        .callMethod(Cluster.class, "bindings")
        .orShould()
        .callMethod(Cluster.class, "roles")
        .orShould()
        .callMethod(Cluster.class, "followed")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(LooseEnds.class)
        .because("a proof after a change of bindings or roles takes the others over as they were")
        .check(RINGFENCE);
  }

  @Test
  void onlyWhoIsRunAgainReadsQuotasAndAccounts() {
    noClasses()
        .that()
        .resideInAnyPackage(OTHER_ANALYSES)
        .or()
        .resideInAPackage("dev.ringfence.policy.tenant..")
        .should()
        .callMethod(Cluster.class, "resourceQuotas")
        .because("a proof after a change of quotas runs those again that ask contention")
        .check(RINGFENCE);
    noClasses()
        .that()
        .resideInAnyPackage(OTHER_ANALYSES)
        .and()
        .resideOutsideOfPackage("dev.ringfence.engine.network.mesh..")
        .or()
        .resideInAnyPackage("dev.ringfence.engine.contention..", "dev.ringfence.policy.tenant..")
        .should()
        .callMethod(Cluster.class, "serviceAccounts")
        .because(
            "a proof after a change of accounts runs those again that ask access, and a mesh"
                + " (Network.readsAccounts)")
        .check(RINGFENCE);
  }

  /** The others read its repository, so that of most images no version tells pods apart. */
  @Test
  void onlyWhoKnowsAProductReadsVersionsOfItsImage() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.ringfence.engine..", "dev.ringfence.policy.tenant..")
        .and()
        .resideOutsideOfPackage("dev.ringfence.engine.admission..") // of pods made up
        .and()
        .haveNameNotMatching(
            ".*\\.(Container|AlikeSpecs|Installation|DeputyEvidence|Enforcers|EnforcerSignature(\\$.*)?"
                + "|KnownKinds|Hardening|CloudRole|WriteSnippet)")
        .and()
        .haveNameNotMatching(".*\\.(CachedImage|TakeOverByConnection)") // evidence
        .should()
        .callMethod(Container.class, "image")
        .because("a proof stands while pods of another version come (AlikeSpecs.isKnown)")
        .check(RINGFENCE);
  }

  /** Nobody else looks at amounts, so that AlikeAmounts knows all that is asked of them. */
  @Test
  void onlyContentionReadsAmounts() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.ringfence.engine..")
        .and()
        .resideOutsideOfPackages(
            "dev.ringfence.engine.admission..", // of pods made up
            "dev.ringfence.engine.placement.filter..") // of where pods could be now
        .and()
        .haveNameNotMatching(
            ".*\\.(Container|AlikeAmounts|AlikeSpecs|Contention|Eviction|Devices(\\$.*)?)")
        .and()
        .haveNameNotMatching(".*\\.(NodeContention|SharedDevice)") // evidence
        .should()
        .callMethod(Container.class, "requests")
        .orShould()
        .callMethod(Container.class, "limits")
        .because("a proof stands while pods with other amounts of resources come")
        .check(RINGFENCE);
  }

  @Test
  void onlyTheNetworkReadsNetworkPolicies() {
    noClasses()
        .that()
        .resideInAnyPackage(OTHER_ANALYSES)
        .and()
        .resideOutsideOfPackage("dev.ringfence.engine.network")
        .or()
        .resideInAnyPackage(
            "dev.ringfence.engine.access..",
            "dev.ringfence.engine.contention..",
            "dev.ringfence.engine.catalogue..",
            "dev.ringfence.engine.judgement..",
            "dev.ringfence.policy.tenant..")
        .should()
        .callMethod(Cluster.class, "networkPolicies")
        .because("a proof after a change of policies runs those again that ask the network")
        .check(RINGFENCE);
  }

  @Test
  void theProofKnowsNothingOfKubernetes() {
    noClasses()
        .that()
        .resideInAPackage("dev.ringfence.engine.proof..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.ringfence..")
                .and(
                    DescribedPredicate.not(
                        JavaClass.Predicates.resideInAnyPackage(
                            "dev.ringfence.engine.proof..", "dev.ringfence.engine.parallel.."))))
        .because("facts are ints there, so that a brute-force search can judge it")
        .check(RINGFENCE);
  }

  @Test
  void analysesDoNotKnowEachOther() {
    for (String analysis : ANALYSES) {
      String[] others =
          java.util.Arrays.stream(ANALYSES)
              .filter(other -> !other.equals(analysis))
              .map(other -> "dev.ringfence.engine." + other + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("dev.ringfence.engine." + analysis + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .because("each answers its own question about the cluster; rows join them")
          .check(RINGFENCE);
      noClasses()
          .that()
          .resideInAPackage("dev.ringfence.engine." + analysis + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.ringfence.engine.catalogue..",
              "dev.ringfence.engine.judgement..",
              "dev.ringfence.engine.tenancy..")
          .because("an analysis says what the cluster is, not whom it concerns")
          .check(RINGFENCE);
    }
  }

  @Test
  void packagesOfTheEngineHaveNoCycles() {
    slices()
        .matching("dev.ringfence.engine.(*)..")
        .should()
        .beFreeOfCycles()
        .because("data flows one way")
        .check(RINGFENCE);
  }

  @Test
  void theCheckerSharesNoCodeWithWhatItChecks() {
    noClasses()
        .that()
        .resideInAPackage("dev.ringfence.verify..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideOutsideOfPackages(
                "dev.ringfence.verify..", "java..", "org.jspecify.."))
        .because("a certificate is for somebody who does not trust the engine")
        .check(RINGFENCE);
  }

  @Test
  void modulesPointOneWay() {
    noClasses()
        .that()
        .resideInAPackage("dev.ringfence.policy..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.ringfence.intake..",
            "dev.ringfence.report..",
            "dev.ringfence.enforce..",
            "dev.ringfence.cli..")
        .because("policy reads documents, wherever they came from")
        .check(RINGFENCE);
    noClasses()
        .that()
        .resideInAPackage("dev.ringfence.enforce..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.ringfence.report..", "dev.ringfence.cli..")
        .because("an operator writes fences too, and prints nothing")
        .check(RINGFENCE);
    noClasses()
        .that()
        .resideInAPackage("dev.ringfence.intake..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.ringfence.policy..", "dev.ringfence.report..", "dev.ringfence.cli..")
        .because("intake reads objects and judges nothing")
        .check(RINGFENCE);
    noClasses()
        .that()
        .resideInAPackage("dev.ringfence.report..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.ringfence.intake..", "dev.ringfence.cli..")
        .because("a report prints what it is given")
        .check(RINGFENCE);
  }

  @Test
  void namesSayWhatThingsAre() {
    classes()
        .that()
        .resideInAPackage("dev.ringfence..")
        .should()
        .haveSimpleNameNotEndingWith("Utils")
        .andShould()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Impl")
        .because("such names say nothing, and things collect there")
        .check(RINGFENCE);
  }

  @Test
  void everyPackageSaysWhatItIs() {
    Set<String> described =
        RINGFENCE.stream()
            .filter(type -> type.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    Set<String> silent =
        RINGFENCE.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !described.contains(name))
            .collect(Collectors.toSet());
    org.assertj.core.api.Assertions.assertThat(silent)
        .as("packages without package-info.java")
        .isEmpty();
  }
}
