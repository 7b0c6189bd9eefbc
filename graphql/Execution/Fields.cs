using System.Diagnostics;

namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// How a field of an object type gets its value. Sources are cast unchecked: the build and the completers prove their types.
/// </summary>
internal abstract class FieldBinding(string name)
{
    public string Name { get; } = name;
    public virtual bool IsAsync => false;

    /// <summary>Whether the resolver gets the request, and so could look who calls.</summary>
    public virtual bool SeesRequest => true;

    /// <summary>Chooses the completer for the field's type; a fault goes to the factory.</summary>
    public virtual void Attach(CompleterFactory factory, FieldDefinition field)
    {
    }

    /// <summary>Resolves and writes at once. Only for fields without a slot.</summary>
    public virtual Outcome Write(Executor x, FieldPlan field, object source) => throw new UnreachableException();

    /// <summary>Resolves, or begins to, and leaves the value in a slot.</summary>
    public virtual Slot Start(Executor x, FieldPlan field, object source) => throw new UnreachableException();
}

internal abstract class FieldBinding<TValue>(string name) : FieldBinding(name)
{
    protected Completer<TValue> Completer { get; private set; } = null!;

    public override void Attach(CompleterFactory factory, FieldDefinition field) => Completer = factory.Create<TValue>(field)!;
}

internal abstract class SyncField<TSource, TValue>(string name) : FieldBinding<TValue>(name) where TSource : class
{
    protected abstract TValue Resolve(Executor x, FieldPlan field, TSource source);

    public override Outcome Write(Executor x, FieldPlan field, object source)
    {
        var depth = x.Depth;
        try
        {
            var value = Resolve(x, field, Unsafe.As<TSource>(source));
            if (!Completer.Nests) return Completer.Write(x, field, value);
            x.Push(field.ResponseKey);
            var outcome = Completer.Write(x, field, value);
            x.Depth = depth;
            return outcome;
        }
        catch (Exception e) when (Executor.IsFieldFailure(e))
        {
            x.Depth = depth;
            return x.Failed(field, e, field.ResponseKey);
        }
    }

    public override Slot Start(Executor x, FieldPlan field, object source)
    {
        var slot = new Slot<TValue>(x, field, Completer);
        try
        {
            slot.Set(Resolve(x, field, Unsafe.As<TSource>(source)));
        }
        catch (Exception e) when (Executor.IsFieldFailure(e))
        {
            slot.Error = e;
        }
        return slot;
    }
}

internal sealed class PureField<TSource, TValue>(string name, Func<TSource, TValue> resolve) : SyncField<TSource, TValue>(name)
    where TSource : class
{
    public override bool SeesRequest => false;

    protected override TValue Resolve(Executor x, FieldPlan field, TSource source) => resolve(source);
}

internal sealed class ArgsField<TSource, TValue>(string name, Func<TSource, Args, RequestContext, TValue> resolve)
    : SyncField<TSource, TValue>(name) where TSource : class
{
    protected override TValue Resolve(Executor x, FieldPlan field, TSource source) => resolve(source, x.ArgsOf(field), x.Context);
}

internal sealed class AsyncField<TSource, TValue>(string name, Func<TSource, Args, RequestContext, ValueTask<TValue>> resolve)
    : FieldBinding<TValue>(name) where TSource : class
{
    public override bool IsAsync => true;

    public override Slot Start(Executor x, FieldPlan field, object source)
    {
        var slot = new Slot<TValue>(x, field, Completer);
        try
        {
            slot.Await(resolve(Unsafe.As<TSource>(source), x.ArgsOf(field), x.Context));
        }
        catch (Exception e) when (Executor.IsFieldFailure(e))
        {
            slot.Error = e;
        }
        return slot;
    }
}

/// <summary><c>__typename</c>, which is a constant once the concrete type is known.</summary>
internal sealed class TypeNameField(string typeName) : FieldBinding("__typename")
{
    private readonly byte[] _json = Encoding.UTF8.GetBytes($"\"{typeName}\"");

    public override Outcome Write(Executor x, FieldPlan field, object source)
    {
        x.Out.WriteRaw(_json);
        return Outcome.Ok;
    }
}
