using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Concurrency;

namespace Hierarchy.Embedded;

/// <summary>Emits, once per grain interface, a reference class and one call class per method, so that a call needs no reflection.</summary>
/// <remarks>
/// For <c>Task&lt;int&gt; Add(int n)</c> this is <c>sealed class Add : Call&lt;int&gt; { int n; Task Invoke(object grain) =>
/// ((I)grain).Add(n); }</c> and,
/// in the reference, <c>Task&lt;int&gt; Add(int n) => SendAsync(new Add { n = n })</c>.
/// </remarks>
internal static class ProxyEmitter
{
    internal const string AssemblyName = "Hierarchy.Embedded.Proxies";

    private const MethodAttributes Override = MethodAttributes.Virtual | MethodAttributes.HideBySig;

    private static readonly Lock Gate = new();
    private static readonly AssemblyBuilder Assembly =
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(AssemblyName), AssemblyBuilderAccess.Run);
    private static readonly ModuleBuilder Module = Assembly.DefineDynamicModule(AssemblyName);
    private static readonly Dictionary<Type, Func<GrainClass, string, object>> Emitted = [];
    private static readonly HashSet<string> Visible = [];

    /// <summary>What makes a reference to a grain of that class and key.</summary>
    /// <exception cref="ArgumentException">The interface has a member that cannot be a call.</exception>
    public static Func<GrainClass, string, object> Emit(Type grainInterface)
    {
        lock (Gate)
        {
            if (!Emitted.TryGetValue(grainInterface, out var create))
            {
                Emitted.Add(grainInterface, create = EmitProxy(grainInterface));
            }

            return create;
        }
    }

    private static Func<GrainClass, string, object> EmitProxy(Type grainInterface)
    {
        MethodInfo[] methods = [.. new[] { grainInterface }.Concat(grainInterface.GetInterfaces())
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))];
        foreach (var method in methods)
        {
            Check(method);
        }

        Open(grainInterface);
        var name = $"{grainInterface.FullName}#{Emitted.Count}";
        var proxy = Module.DefineType(name, TypeAttributes.Class | TypeAttributes.Sealed, typeof(Proxy), [grainInterface]);
        Type[] parameters = [typeof(GrainClass), typeof(string)];
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var constructor = proxy.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, parameters);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, typeof(Proxy).GetConstructor(any, parameters)!);
        il.Emit(OpCodes.Ret);

        var create = proxy.DefineMethod("Create", MethodAttributes.Public | MethodAttributes.Static, typeof(object), parameters);
        il = create.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);

        for (var i = 0; i < methods.Length; i++)
        {
            EmitMethod(proxy, methods[i], EmitCall($"{name}.{methods[i].Name}#{i}", methods[i]));
        }

        return proxy.CreateType().GetMethod("Create")!.CreateDelegate<Func<GrainClass, string, object>>();
    }

    private static void EmitMethod(TypeBuilder proxy, MethodInfo method, Type call)
    {
        Type[] parameters = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        var attributes = MethodAttributes.Private | MethodAttributes.Final | MethodAttributes.NewSlot | Override;
        var builder = proxy.DefineMethod($"{method.DeclaringType}.{method.Name}", attributes, method.ReturnType, parameters);
        var il = builder.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newobj, call.GetConstructor([])!);
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldarg, (short)(i + 1));
            il.Emit(OpCodes.Stfld, call.GetField($"a{i}")!);
        }

        var send = typeof(Proxy).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic)
            .Single(candidate => candidate.Name == "SendAsync" && candidate.IsGenericMethod == (ValueOf(method) is not null));
        il.Emit(OpCodes.Call, ValueOf(method) is { } value ? send.MakeGenericMethod(value) : send);
        if (IsValueTask(method))
        {
            var task = ValueOf(method) is { } result ? typeof(Task<>).MakeGenericType(result) : typeof(Task);
            il.Emit(OpCodes.Newobj, method.ReturnType.GetConstructor([task])!);
        }

        il.Emit(OpCodes.Ret);
        proxy.DefineMethodOverride(builder, method);
    }

    private static Type EmitCall(string name, MethodInfo method)
    {
        var value = ValueOf(method);
        var parent = value is null ? typeof(Call) : typeof(Call<>).MakeGenericType(value);
        var call = Module.DefineType(name, TypeAttributes.Class | TypeAttributes.Sealed, parent);
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var il = call.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, []).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, (int)KindOf(method));
        il.Emit(OpCodes.Call, parent.GetConstructor(any, [typeof(CallKind)])!);
        il.Emit(OpCodes.Ret);

        ParameterInfo[] parameters = method.GetParameters();
        FieldBuilder[] fields =
            [.. parameters.Select((parameter, i) => call.DefineField($"a{i}", parameter.ParameterType, FieldAttributes.Public))];
        il = call.DefineMethod("Invoke", MethodAttributes.Family | Override, typeof(Task), [typeof(object)]).GetILGenerator();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, method.DeclaringType!);
        foreach (var field in fields)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field);
        }

        il.Emit(OpCodes.Callvirt, method);
        if (IsValueTask(method))
        {
            var local = il.DeclareLocal(method.ReturnType);
            il.Emit(OpCodes.Stloc, local);
            il.Emit(OpCodes.Ldloca, local);
            il.Emit(OpCodes.Call, method.ReturnType.GetMethod("AsTask")!);
        }

        il.Emit(OpCodes.Ret);

        il = call.DefineMethod("get_Method", MethodAttributes.Public | Override, typeof(string), []).GetILGenerator();
        il.Emit(OpCodes.Ldstr, $"{method.DeclaringType!.Name}.{method.Name}");
        il.Emit(OpCodes.Ret);

        if (fields.LastOrDefault(field => field.FieldType == typeof(CancellationToken)) is { } token)
        {
            il = call.DefineMethod("get_Token", MethodAttributes.Family | Override, typeof(CancellationToken), []).GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, token);
            il.Emit(OpCodes.Ret);
        }

        return call.CreateType();
    }

    private static void Check(MethodInfo method)
    {
        var result = method.ReturnType;
        var awaited = result == typeof(Task) || result == typeof(ValueTask)
            || (result.IsGenericType && result.GetGenericTypeDefinition() is var open
                && (open == typeof(Task<>) || open == typeof(ValueTask<>)));
        string? wrong = method switch
        {
            _ when !awaited => "must return Task, Task<T>, ValueTask or ValueTask<T>",
            { IsGenericMethod: true } => "must not be generic",
            _ when method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike || parameter.ParameterType.IsByRef) =>
                "must not have parameters by reference",
            _ when (KindOf(method) & CallKind.OneWay) != 0 && ValueOf(method) is not null => "is one-way, so it must not return a value",
            _ => null,
        };
        if (wrong is not null)
        {
            throw new ArgumentException($"{method.DeclaringType}.{method.Name} {wrong} to be a grain's method.");
        }
    }

    private static CallKind KindOf(MethodInfo method) =>
        (method.IsDefined(typeof(ReadOnlyAttribute)) ? CallKind.ReadOnly : 0)
        | (method.IsDefined(typeof(AlwaysInterleaveAttribute)) ? CallKind.Interleaving : 0)
        | (method.IsDefined(typeof(OneWayAttribute)) ? CallKind.OneWay : 0);

    private static bool IsValueTask(MethodInfo method) => method.ReturnType.IsValueType;

    private static Type? ValueOf(MethodInfo method) => method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : null;

    /// <summary>Lets emitted code name the internal types of the interface's own assembly and of those that its base interfaces
    /// come from.</summary>
    private static void Open(Type grainInterface)
    {
        var attribute = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        foreach (var type in grainInterface.GetInterfaces().Append(grainInterface))
        {
            var assembly = type.Assembly.GetName().Name!;
            if (Visible.Add(assembly))
            {
                Assembly.SetCustomAttribute(new CustomAttributeBuilder(attribute, [assembly]));
            }
        }
    }
}
