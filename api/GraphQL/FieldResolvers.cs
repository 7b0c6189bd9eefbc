using System.Linq.Expressions;

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
        // What needs nothing is the same for all.
        private static readonly object? Only = typeof(TFields).GetConstructor([])?.Invoke([]);

        public override object? Resolve(object? source, IServiceProvider? services) =>
            call((TFields)(Only ?? services!.GetService(typeof(TFields)))!, (TSource)source!);
    }
}

/// <summary>Calls a method with the arguments of the field. The library compiles an expression for each when the server starts; here those
/// are compiled that are called often, as most of the many hundred never are.</summary>
internal sealed class CallResolver : IFieldResolver {
    // Compiling costs as much as some thousand calls by reflection.
    private const int CallsBeforeCompiling = 1_000;

    private static readonly MethodInfo s_argument = typeof(CallResolver).GetMethod(nameof(ArgumentOf), BindingFlags.Static | BindingFlags.NonPublic)!;
    private readonly MethodInfo _method;
    private readonly MethodInvoker _invoker;
    private readonly Func<IResolveFieldContext, object?>[] _parameters;
    private readonly Func<object?, ValueTask<object?>>? _await;
    private volatile Func<object, IResolveFieldContext, object?>? _compiled;
    private int _calls;

    public CallResolver(MethodInfo method) {
        (_method, _invoker) = (method, MethodInvoker.Create(method));
        _parameters = Array.ConvertAll(method.GetParameters(), Parameter);
        _await = !IsTask(method.ReturnType) ? null : typeof(CallResolver)
            .GetMethod(nameof(AwaitAsync), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(method.ReturnType.GetGenericArguments()).CreateDelegate<Func<object?, ValueTask<object?>>>();
    }

    public static bool IsTask(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>);

    public ValueTask<object?> ResolveAsync(IResolveFieldContext context) {
        var fields = context.RequestServices!.GetService(_method.DeclaringType!)!;
        var result = _compiled is { } compiled ? compiled(fields, context) : Invoke(fields, context);
        return _await is null ? new(result) : _await(result);
    }

    private object? Invoke(object fields, IResolveFieldContext context) {
        if (Interlocked.Increment(ref _calls) == CallsBeforeCompiling) _compiled = Compile();
        return _invoker.Invoke(fields, Array.ConvertAll(_parameters, parameter => parameter(context)).AsSpan());
    }

    private Func<object, IResolveFieldContext, object?> Compile() {
        var (fields, context) = (Expression.Parameter(typeof(object)), Expression.Parameter(typeof(IResolveFieldContext)));
        var call = Expression.Call(
            Expression.Convert(fields, _method.DeclaringType!), _method, _method.GetParameters().Select(parameter => Value(parameter, context)));
        return Expression.Lambda<Func<object, IResolveFieldContext, object?>>(Expression.Convert(call, typeof(object)), fields, context).Compile();
    }

    private static Expression Value(ParameterInfo parameter, Expression context) =>
        parameter.ParameterType == typeof(IResolveFieldContext) ? context
        : parameter.ParameterType == typeof(CancellationToken) ? Expression.Property(context, nameof(IResolveFieldContext.CancellationToken))
        : parameter.IsDefined(typeof(FromSourceAttribute))
            ? Expression.Convert(Expression.Property(context, nameof(IResolveFieldContext.Source)), parameter.ParameterType)
        : Expression.Call(s_argument.MakeGenericMethod(parameter.ParameterType), context, Expression.Constant(parameter.Name!));

    private static Func<IResolveFieldContext, object?> Parameter(ParameterInfo parameter) {
        var (type, name) = (parameter.ParameterType, parameter.Name!);
        return type == typeof(IResolveFieldContext) ? context => context
            : type == typeof(CancellationToken) ? context => context.CancellationToken
            : parameter.IsDefined(typeof(FromSourceAttribute)) ? context => context.Source
            : context => Argument(context, type, name);
    }

    private static T? ArgumentOf<T>(IResolveFieldContext context, string name) =>
        Given(context, name) is { } value ? value is T fitting ? fitting : (T?)context.GetArgument(typeof(T), name) : default;

    private static object? Argument(IResolveFieldContext context, Type type, string name) =>
        Given(context, name) is { } value ? type.IsInstanceOfType(value) ? value : context.GetArgument(type, name) : null;

    private static object? Given(IResolveFieldContext context, string name) =>
        context.Arguments?.TryGetValue(name, out var given) == true ? given.Value : null;

    private static async ValueTask<object?> AwaitAsync<T>(object? task) => await ((Task<T>)task!).ConfigureAwait(false);
}
