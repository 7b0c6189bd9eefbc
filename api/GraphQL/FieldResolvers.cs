namespace Hierarchy.Api.GraphQL;

/// <summary>Reads what needs no waiting. The library compiles an expression for each field, and makes a context for each value.</summary>
internal abstract class SourceResolver : IFieldResolver {
    public abstract object? Resolve(object? source, IServiceProvider? services);
    public ValueTask<object?> ResolveAsync(IResolveFieldContext context) => new(Resolve(context.Source, context.RequestServices));

    public static IFieldResolver Of(PropertyInfo property) => Make(
        typeof(OfProperty<,>), property.GetMethod!, typeof(Func<,>), property.DeclaringType!, property.PropertyType);

    public static IFieldResolver Of(MethodInfo method) =>
        method.GetParameters() is [var only] && only.IsDefined(typeof(FromSourceAttribute)) && !CallResolver.IsTask(method.ReturnType)
            ? Make(typeof(OfMethod<,,>), method, typeof(Func<,,>), method.DeclaringType!, only.ParameterType, method.ReturnType)
            : new CallResolver(method);

    private static IFieldResolver Make(Type resolver, MethodInfo method, Type function, params Type[] types) =>
        (IFieldResolver)Activator.CreateInstance(
            resolver.MakeGenericType(types), method.CreateDelegate(function.MakeGenericType(types)))!;

    private sealed class OfProperty<TSource, TResult>(Func<TSource, TResult> get) : SourceResolver {
        public override object? Resolve(object? source, IServiceProvider? services) => get((TSource)source!);
    }

    private sealed class OfMethod<TFields, TSource, TResult>(Func<TFields, TSource, TResult> call) : SourceResolver {
        // A class without dependencies has one shared instance.
        private static readonly object? Only = typeof(TFields).GetConstructor([])?.Invoke([]);

        public override object? Resolve(object? source, IServiceProvider? services) =>
            call((TFields)(Only ?? services!.GetService(typeof(TFields)))!, (TSource)source!);
    }
}

/// <summary>Calls a method with the field's arguments. The library compiles an expression for each; here those that are called often.</summary>
internal sealed class CallResolver(MethodInfo method) : IFieldResolver {
    // Compiling costs as much as some thousand interpreted calls.
    private const int CallsBeforeCompiling = 1_000;
    private static readonly MethodInfo s_argument = Own(nameof(Argument)), s_awaited = Own(nameof(AwaitAsync));
    private readonly Func<object?, ValueTask<object?>>? _await = !IsTask(method.ReturnType) ? null
        : s_awaited.MakeGenericMethod(method.ReturnType.GetGenericArguments()).CreateDelegate<Func<object?, ValueTask<object?>>>();
    private Func<object, IResolveFieldContext, object?>? _call;
    private int _calls;
    public static bool IsTask(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>);
    public ValueTask<object?> ResolveAsync(IResolveFieldContext context) {
        if (_call is null) Interlocked.CompareExchange(ref _call, Make(compiled: false), null);
        if (_calls < CallsBeforeCompiling && Interlocked.Increment(ref _calls) == CallsBeforeCompiling) _call = Make(compiled: true);
        var result = _call(context.RequestServices!.GetService(method.DeclaringType!)!, context);
        return _await is null ? new(result) : _await(result);
    }

    private Func<object, IResolveFieldContext, object?> Make(bool compiled) {
        ParameterExpression fields = Expression.Parameter(typeof(object)), context = Expression.Parameter(typeof(IResolveFieldContext));
        var values = method.GetParameters().Select(parameter => Value(parameter, context));
        var call = Expression.Convert(Expression.Call(Expression.Convert(fields, method.DeclaringType!), method, values), typeof(object));
        return Expression.Lambda<Func<object, IResolveFieldContext, object?>>(call, fields, context).Compile(preferInterpretation: !compiled);
    }

    private static Expression Value(ParameterInfo parameter, Expression context) =>
        parameter.ParameterType == typeof(IResolveFieldContext) ? context
        : parameter.ParameterType == typeof(CancellationToken) ? Expression.Property(context, nameof(IResolveFieldContext.CancellationToken))
        : parameter.IsDefined(typeof(FromSourceAttribute))
            ? Expression.Convert(Expression.Property(context, nameof(IResolveFieldContext.Source)), parameter.ParameterType)
        : Expression.Call(s_argument.MakeGenericMethod(parameter.ParameterType), context, Expression.Constant(parameter.Name!));

    private static T? Argument<T>(IResolveFieldContext context, string name) => context.Arguments?.TryGetValue(name, out var given) != true
        || given.Value is not { } value ? default : value is T fitting ? fitting : (T?)context.GetArgument(typeof(T), name);

    private static async ValueTask<object?> AwaitAsync<T>(object? task) => await ((Task<T>)task!).ConfigureAwait(false);
    private static MethodInfo Own(string name) => typeof(CallResolver).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
