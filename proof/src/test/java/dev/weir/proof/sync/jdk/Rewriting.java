package dev.weir.proof.sync.jdk;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;
import java.util.stream.Stream;

/// Rewrites a class so that it lives in simulated time, call by call: what it does stays what it
/// was. A class that would get at the real clock or at real threads in a way that is not known here
/// is refused.
final class Rewriting {
  private final ClassFile classFile;

  /// @param parent finds the classes that the rewritten ones refer to
  Rewriting(ClassLoader parent) {
    classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(parent).cached()));
  }

  byte[] rewrite(byte[] compiled) {
    var model = classFile.parse(compiled);
    String name = model.thisClass().asInternalName();
    return classFile.transformClass(
        model,
        ClassTransform.transformingMethodBodies((code, element) -> rewrite(name, code, element)));
  }

  private static void rewrite(String in, CodeBuilder code, CodeElement element) {
    switch (element) {
      case NewObjectInstruction made -> code.new_(Substitutes.made(made.className().asSymbol()));
      case InvokeInstruction call -> rewrite(in, code, call);
      case InvokeDynamicInstruction dynamic -> code.invokedynamic(rewrite(in, dynamic));
      default -> code.with(element);
    }
  }

  private static void rewrite(String in, CodeBuilder code, InvokeInstruction call) {
    ClassDesc owner = call.owner().asSymbol();
    String name = call.name().stringValue();
    MethodTypeDesc type = call.typeSymbol();
    boolean isStatic = call.opcode() == Opcode.INVOKESTATIC;
    Optional<MethodTypeDesc> substitute = Substitutes.call(owner, name, type, isStatic);
    if (substitute.isPresent()) {
      code.invokestatic(Substitutes.JDK, name, substitute.get());
      return;
    }
    Substitutes.requireTimeless(in, owner, name, type);
    boolean makes = name.equals("<init>");
    ClassDesc now = makes ? Substitutes.made(owner) : Substitutes.typed(owner);
    code.invoke(call.opcode(), now, name, Substitutes.typed(type), call.isInterface());
  }

  private static DynamicCallSiteDesc rewrite(String in, InvokeDynamicInstruction dynamic) {
    ConstantDesc[] arguments =
        dynamic.bootstrapArgs().stream()
            .map(argument -> rewrite(in, argument))
            .toArray(ConstantDesc[]::new);
    return DynamicCallSiteDesc.of(
        dynamic.bootstrapMethod(),
        dynamic.name().stringValue(),
        Substitutes.typed(dynamic.typeSymbol()),
        arguments);
  }

  private static ConstantDesc rewrite(String in, ConstantDesc argument) {
    if (!(argument instanceof DirectMethodHandleDesc handle)) {
      return argument;
    }
    return switch (handle.kind()) {
      case GETTER, SETTER, STATIC_GETTER, STATIC_SETTER -> argument;
      case CONSTRUCTOR ->
          MethodHandleDesc.ofConstructor(
              Substitutes.made(handle.owner()), type(handle).parameterArray());
      case STATIC, INTERFACE_STATIC -> rewrite(in, handle, true);
      default -> rewrite(in, handle, false);
    };
  }

  private static ConstantDesc rewrite(String in, DirectMethodHandleDesc handle, boolean isStatic) {
    ClassDesc owner = handle.owner();
    String name = handle.methodName();
    Optional<MethodTypeDesc> substitute = Substitutes.call(owner, name, type(handle), isStatic);
    if (substitute.isEmpty()) {
      Substitutes.requireTimeless(in, owner, name, type(handle));
      return handle;
    }
    return MethodHandleDesc.ofMethod(
        DirectMethodHandleDesc.Kind.STATIC, Substitutes.JDK, name, substitute.get());
  }

  private static MethodTypeDesc type(DirectMethodHandleDesc handle) {
    return MethodTypeDesc.ofDescriptor(handle.lookupDescriptor());
  }

  static MethodTypeDesc withReceiver(ClassDesc owner, MethodTypeDesc type) {
    return MethodTypeDesc.of(
        type.returnType(), Stream.concat(Stream.of(owner), type.parameterList().stream()).toList());
  }
}
