package dev.weir.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// What the compiler cannot hold: the direction of dependency, and what main code never does.
class ArchitectureTest {
  private static final JavaClasses WEIR =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/dev/weir/architecture/"))
          .withImportOption(location -> !location.contains("/dev/weir/bench/"))
          .withImportOption(location -> !location.contains("/module-info.class"))
          .importPackages("dev.weir");

  private static final JavaClasses BENCH =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.weir.bench");

  private static Module moduleOf(JavaClass type) {
    return Module.of(type.getPackageName());
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith("dev.weir");
  }

  @Test
  void everyModule_hasClasses() {
    var found = WEIR.stream().map(ArchitectureTest::moduleOf).collect(Collectors.toSet());

    assertThat(found).isEqualTo(EnumSet.allOf(Module.class));
  }

  @Test
  void everyDependency_followsAnArrowOfTheDesign() {
    classes().should(followTheArrows(ArchitectureTest::moduleOf)).check(WEIR);
  }

  @Test
  void directionRule_seeingTheAppAsAModuleThatMayNotKnowS2_fails() {
    var mistaken =
        followTheArrows(type -> moduleOf(type) == Module.APP ? Module.SYNC : moduleOf(type));

    assertThatThrownBy(() -> classes().should(mistaken).check(WEIR))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("SYNC may not know S2_API");
  }

  private static ArchCondition<JavaClass> followTheArrows(Function<JavaClass, Module> moduleOf) {
    return new ArchCondition<>("depend only on modules that their own may know") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        var module = moduleOf.apply(type);
        for (var dependency : type.getDirectDependenciesFromSelf()) {
          var target = dependency.getTargetClass().getBaseComponentType();
          if (isOurs(target) && !module.mayKnow(moduleOf.apply(target))) {
            events.add(
                SimpleConditionEvent.violated(
                    dependency,
                    "%s may not know %s: %s"
                        .formatted(module, moduleOf.apply(target), dependency.getDescription())));
          }
        }
      }
    };
  }

  /// An `internal` package is what its parent shares with named modules, and counts as part of it.
  @Test
  void packages_haveNoCycles() {
    slices().assignedFrom(EACH_PACKAGE).should().beFreeOfCycles().check(WEIR);
  }

  @Test
  void packagesOfTheBenchmarks_haveNoCycles() {
    assertThat(BENCH.contain("dev.weir.bench.run.Scratch")).isTrue();

    slices().assignedFrom(EACH_PACKAGE).should().beFreeOfCycles().check(BENCH);
  }

  private static final SliceAssignment EACH_PACKAGE =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return isOurs(type)
              ? SliceIdentifier.of(type.getPackageName().replaceFirst("\\.internal$", ""))
              : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
          return "each package";
        }
      };

  @Test
  void classes_areNamedByWhatTheyAre() {
    noClasses()
        .that(describe("are not S2ProxyHelpers", type -> !isS2ProxyHelpers(type)))
        .should()
        .haveNameMatching(".*(Impl|Utils?|Managers?|Helpers?)(\\$.*)?")
        .check(WEIR);
  }

  /// The npm package's own name for these functions, which its users look for.
  private static boolean isS2ProxyHelpers(JavaClass type) {
    return type.getName().matches(".*\\.S2ProxyHelpers(\\$.*)?");
  }

  @Test
  void mainCode_neverSleeps() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(WEIR);
    noClasses().should().callMethod(Thread.class, "sleep", long.class, int.class).check(WEIR);
    noClasses().should().callMethod(Thread.class, "sleep", Duration.class).check(WEIR);
    noClasses().should().callMethod(TimeUnit.class, "sleep", long.class).check(WEIR);
  }

  /// So that none of their waits and pauses changes when somebody sets it.
  @Test
  void clientsOfStores_neverAskForTheTimeOfDay() {
    var clients = EnumSet.of(Module.SYNC, Module.SYNC_S2, Module.REPLICA);
    noClasses()
        .that(describe("are of the clients of stores", type -> clients.contains(moduleOf(type))))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, Instant.class, Date.class)
        .check(WEIR);
  }

  @Test
  void onlyTheProgram_printsToTheTerminal() {
    noClasses()
        .that(describe("are not the program's", type -> moduleOf(type) != Module.APP))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(WEIR);
  }

  @Test
  void everyPackage_isNullMarked() {
    var unmarked =
        Arrays.stream(packagesWithClasses())
            .filter(each -> !each.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName);

    assertThat(packagesWithClasses()).isNotEmpty();
    assertThat(unmarked).isEmpty();
  }

  private static JavaPackage[] packagesWithClasses() {
    return WEIR.stream().map(JavaClass::getPackage).distinct().toArray(JavaPackage[]::new);
  }
}
