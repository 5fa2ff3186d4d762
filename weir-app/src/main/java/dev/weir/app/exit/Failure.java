package dev.weir.app.exit;

import dev.weir.livestore.proxy.EventTooLargeException;
import dev.weir.livestore.proxy.InvalidStoreIdException;
import dev.weir.livestore.proxy.StoreUnavailableException;
import dev.weir.livestore.proxy.StreamTakenException;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.TransportException;
import dev.weir.s2.copy.CopyRefusedException;
import dev.weir.s2.lite.BackupException;
import dev.weir.s2.lite.DataDirectoryException;
import java.util.Optional;

/// What a failure means to the person at the terminal.
///
/// @param message what happened and what to do, without a stack trace
public record Failure(ExitCode exitCode, String message) {
  /// What a person can mend; empty for faults of the program, which keep their stack trace.
  public static Optional<Failure> of(Exception failure) {
    return exitCode(failure).map(code -> new Failure(code, message(failure, code)));
  }

  private static Optional<ExitCode> exitCode(Exception failure) {
    return switch (failure) {
      case WeirException failed -> Optional.of(failed.exitCode());
      case InvalidOptionException invalid -> Optional.of(ExitCode.WRONG_OPTION);
      case InvalidStoreIdException invalid -> Optional.of(ExitCode.WRONG_OPTION);
      case S2Exception s2 -> Optional.of(ofS2(s2));
      case StoreUnavailableException unavailable -> Optional.of(ExitCode.UNREACHABLE);
      case CopyRefusedException refused -> Optional.of(ExitCode.WRONG_DATA);
      case StreamTakenException taken -> Optional.of(ExitCode.FAILED);
      case EventTooLargeException tooLarge -> Optional.of(ExitCode.FAILED);
      case BackupException backup -> Optional.of(ExitCode.FAILED);
      case DataDirectoryException directory -> Optional.of(ExitCode.FAILED);
      default -> Optional.empty();
    };
  }

  private static ExitCode ofS2(S2Exception failure) {
    return switch (failure) {
      case InvalidInputException invalid -> ExitCode.WRONG_OPTION;
      case TransportException transport -> ExitCode.UNREACHABLE;
      case OutcomeUnknownException unknown -> ExitCode.UNREACHABLE;
      case RequestRejectedException rejected -> ofCode(rejected.code());
      default -> ExitCode.FAILED;
    };
  }

  private static ExitCode ofCode(ErrorCode code) {
    return switch (code.kind()) {
      case NOT_FOUND -> ExitCode.NOT_FOUND;
      case DENIED -> ExitCode.REFUSED;
      case UNAVAILABLE, RATE_LIMITED -> ExitCode.UNREACHABLE;
      case INVALID, CONFLICT, UNSUPPORTED -> ExitCode.FAILED;
    };
  }

  private static String message(Exception failure, ExitCode code) {
    String what = String.valueOf(failure.getMessage());
    if (!(failure instanceof S2Exception)) {
      return what;
    }
    return switch (code) {
      case UNREACHABLE -> what + ". Is there a Weir or an S2 at --endpoint? Try again when it is";
      case REFUSED ->
          what + ". Give an access token with --token-file or in the variable S2_ACCESS_TOKEN";
      default -> what;
    };
  }
}
