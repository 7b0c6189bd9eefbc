using System.Diagnostics;

namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// How a field of an object type gets its value. Sources are cast unchecked: the build and the completers prove their types.
/// </summary>
internal abstract class FieldBinding(string name) {
    public string Name { get; } = name;
    public virtual bool IsAsync => false;

    /// <summary>Whether the resolver gets the request, and so could look who calls.</summary>
    public virtual bool SeesRequest => true;

    /// <summary>Chooses the completer for the field's type; a fault goes to the factory.</summary>
    public virtual void Attach(CompleterFactory factory, FieldDefinition field) {
    }

    /// <summary>Resolves and writes at once. Only for fields without a slot.</summary>
    public virtual Outcome Write(Executor x, FieldPlan field, object source) => throw new UnreachableException();

    /// <summary>Resolves, or begins to, and leaves the value in a slot.</summary>
    public virtual Slot Start(Executor x, FieldPlan field, object source) => throw new UnreachableException();
}

internal abstract class FieldBinding<TValue>(string name) : FieldBinding(name) {
    protected Completer<TValue> Completer { get; private set; } = null!;

    public override void Attach(CompleterFactory factory, FieldDefinition field) => Completer = factory.Create<TValue>(field)!;
}

/// <param name="pure">How the value is made where the request is not asked; <paramref name="resolve"/> else.</param>
internal sealed class SyncField<TSource, TValue>(string name, Func<TSource, TValue>? pure,
    Func<TSource, Args, RequestContext, TValue>? resolve) : FieldBinding<TValue>(name) where TSource : class {
    public override bool SeesRequest => pure is null;

    public override Outcome Write(Executor x, FieldPlan field, object source) {
        var value = Resolve(x, field, source);
        if (!Completer.Nests) return Completer.Write(x, field, value);
        x.Push(field.ResponseKey);
        var outcome = Completer.Write(x, field, value);
        x.Depth--;
        return outcome;
    }

    public override Slot Start(Executor x, FieldPlan field, object source) {
        var slot = new Slot<TValue>(x, field, Completer);
        slot.Set(Resolve(x, field, source));
        return slot;
    }

    private TValue Resolve(Executor x, FieldPlan field, object source) =>
        pure is not null ? pure(Unsafe.As<TSource>(source)) : resolve!(Unsafe.As<TSource>(source), x.ArgsOf(field), x.Context);
}

internal sealed class AsyncField<TSource, TValue>(string name, Func<TSource, Args, RequestContext, ValueTask<TValue>> resolve)
    : FieldBinding<TValue>(name) where TSource : class {
    public override bool IsAsync => true;

    public override Slot Start(Executor x, FieldPlan field, object source) {
        var slot = new Slot<TValue>(x, field, Completer);
        slot.Await(resolve(Unsafe.As<TSource>(source), x.ArgsOf(field), x.Context));
        return slot;
    }
}

/// <summary><c>__typename</c>, which is a constant once the concrete type is known.</summary>
internal sealed class TypeNameField(string typeName) : FieldBinding("__typename") {
    private readonly byte[] _json = Encoding.UTF8.GetBytes($"\"{typeName}\"");

    public override Outcome Write(Executor x, FieldPlan field, object source) {
        x.Out.WriteRaw(_json);
        return Outcome.Ok;
    }
}
