package dev.weir.app.settings;

import dev.weir.app.exit.InvalidOptionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options of the program as the environment and a file have them. The command line comes
/// first, then the variable `WEIR_` and the option's name, then the file, then the default. Where
/// one of several options is given that exclude each other, the others are not looked for further
/// down.
public final class Settings {
  /// Commands that are run again and again, and so take every option from anywhere.
  private static final Set<String> SERVERS = Set.of("up", "demo");

  /// What the others take: where the stores are, and nothing that does something.
  private static final Set<String> OF_PLACES =
      Set.of("endpoint", "token-file", "basin", "stream-naming");

  private static final Set<String> NEVER = Set.of("help", "version", "config");

  private final CommandLine program;
  private final Map<String, String> environment;
  private final SettingsFile file;

  private Settings(CommandLine program, Map<String, String> environment, SettingsFile file) {
    this.program = program;
    this.environment = environment;
    this.file = file;
  }

  /// What the environment and the file say.
  ///
  /// @param args the words of the command line, among which `--config` may be
  /// @throws InvalidOptionException if the file cannot be read, or has a name that no option has
  public static Settings of(
      CommandLine program, List<String> args, Map<String, String> environment) {
    var settings =
        new Settings(program, environment, SettingsFile.find(configOption(args), environment));
    settings.file.values().keySet().forEach(settings::requireKnown);
    return settings;
  }

  private static Optional<String> configOption(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).startsWith(SettingsFile.OPTION + "=")) {
        return Optional.of(args.get(i).substring(SettingsFile.OPTION.length() + 1));
      }
      if (args.get(i).equals(SettingsFile.OPTION) && i + 1 < args.size()) {
        return Optional.of(args.get(i + 1));
      }
    }
    return Optional.empty();
  }

  private void requireKnown(String key) {
    int dot = key.indexOf('.');
    String option = key.substring(dot + 1);
    boolean isKnown =
        program.getSubcommands().entrySet().stream()
            .filter(command -> dot < 0 || command.getKey().equals(key.substring(0, dot)))
            .anyMatch(command -> takes(command.getKey(), command.getValue(), option));
    if (!isKnown) {
      throw new InvalidOptionException(
          file.path().orElseThrow()
              + ": no command takes "
              + key
              + " from a file. `weir config` lists what `weir up` takes");
    }
  }

  private static boolean takes(String name, CommandLine command, String option) {
    boolean takesIt =
        options(name, command.getCommandSpec()).stream()
            .anyMatch(found -> name(found).equals(option));
    return takesIt
        || command.getSubcommands().values().stream().anyMatch(below -> takes(name, below, option));
  }

  /// The words with those put in that the environment and the file add.
  public String[] applied(List<String> args) {
    CommandLine command = program;
    String name = "";
    int at = 0;
    for (int i = 0; i < args.size(); i++) {
      String word = args.get(i);
      if (word.equals(SettingsFile.OPTION)) {
        i++;
      } else if (command.getSubcommands().containsKey(word)) {
        command = command.getSubcommands().get(word);
        name = name.isEmpty() ? word : name;
        at = i + 1;
      } else if (!word.startsWith("-")) {
        break;
      }
    }
    var words = new ArrayList<>(args);
    if (at > 0) {
      words.addAll(at, added(name, command.getCommandSpec(), args.subList(at, args.size())));
    }
    return words.toArray(String[]::new);
  }

  private List<String> added(String command, CommandSpec spec, List<String> given) {
    var words = new ArrayList<String>();
    effective(command, spec, given)
        .forEach((option, setting) -> {
          if (setting.level() != Setting.Level.COMMAND_LINE) {
            words.addAll(words(option, setting));
          }
        });
    return words;
  }

  private static List<String> words(OptionSpec option, Setting setting) {
    String name = option.longestName();
    if (option.arity().max() == 0) {
      return switch (setting.value().strip().toLowerCase(Locale.ROOT)) {
        case "true" -> List.of(name);
        case "false", "" -> List.of();
        default -> throw new InvalidOptionException(setting.source() + " must be true or false");
      };
    }
    return option.isMultiValue()
        ? Arrays.stream(setting.value().strip().split("\\s+")).map(v -> name + "=" + v).toList()
        : List.of(name + "=" + setting.value().strip());
  }

  /// What each option gets that is given anywhere.
  Map<OptionSpec, Setting> effective(String command, CommandSpec spec, List<String> given) {
    var settings = new LinkedHashMap<OptionSpec, Setting>();
    for (OptionSpec option : options(command, spec)) {
      setting(command, option, given).ifPresent(setting -> settings.put(option, setting));
    }
    spec.argGroups().forEach(group -> dropExcluded(group, settings));
    return settings;
  }

  static List<OptionSpec> options(String command, CommandSpec spec) {
    return spec.options().stream()
        .filter(option -> !NEVER.contains(name(option)))
        .filter(option -> SERVERS.contains(command) || OF_PLACES.contains(name(option)))
        .toList();
  }

  static String name(OptionSpec option) {
    return option.longestName().substring(2);
  }

  private Optional<Setting> setting(String command, OptionSpec option, List<String> given) {
    String name = name(option);
    if (isGiven(option, given)) {
      return Optional.of(new Setting(Setting.Level.COMMAND_LINE, "", "the command line"));
    }
    String variable = variable(option);
    if (environment.containsKey(variable)) {
      return Optional.of(
          new Setting(
              Setting.Level.ENVIRONMENT, environment.get(variable), "variable " + variable));
    }
    String own = command + "." + name;
    String key = file.values().containsKey(own) ? own : name;
    return Optional.ofNullable(file.values().get(key))
        .map(value ->
            new Setting(Setting.Level.FILE, value, key + " in " + file.path().orElseThrow()));
  }

  static String variable(OptionSpec option) {
    return "WEIR_" + name(option).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static boolean isGiven(OptionSpec option, List<String> given) {
    return given.stream()
        .takeWhile(word -> !word.equals("--"))
        .anyMatch(word ->
            Arrays.stream(option.names())
                .anyMatch(name -> word.equals(name) || word.startsWith(name + "=")));
  }

  private static void dropExcluded(ArgGroupSpec group, Map<OptionSpec, Setting> settings) {
    if (group.exclusive()) {
      var members = new ArrayList<List<OptionSpec>>();
      group.options().forEach(option -> members.add(List.of(option)));
      group.subgroups().forEach(below -> members.add(below.allOptionsNested()));
      int best = members.stream().mapToInt(member -> level(member, settings)).max().orElse(-1);
      members.stream()
          .filter(member -> level(member, settings) < best)
          .forEach(settings.keySet()::removeAll);
    }
    group.subgroups().forEach(below -> dropExcluded(below, settings));
  }

  private static int level(List<OptionSpec> options, Map<OptionSpec, Setting> settings) {
    return options.stream()
        .map(settings::get)
        .mapToInt(setting -> setting == null ? -1 : setting.level().rank())
        .max()
        .orElse(-1);
  }
}
