using System.Collections;

namespace Hierarchy.Api.GraphQL;

/// <summary>Executes in the library's order, level by level and loads together, but without a task for each field, and with what was
/// selected collected once. Beyond the library, it bounds the values, and reads once more what does not fit together.</summary>
/// <param name="isRefusedWhole">Whether an answer is abandoned if a part of it is refused because of overload: other parts would only add
/// to it.</param>
internal class QueryStrategy(int valuesMax, bool isRefusedWhole = false) : ExecutionStrategy {
    // A second run asks at once for everything that the first asked for piece by piece; only new questions need more.
    private const int RunsMax = 8;
    private readonly bool _isRefusedWhole = isRefusedWhole;

    /// <summary>Executes a node and all below it; the node itself only once, as it may be a command.</summary>
    public override async Task ExecuteNodeTreeAsync(ExecutionContext context, ExecutionNode node) {
        var call = (CallContext)context.UserContext;
        ExecutionError[] errors = [.. context.Errors];
        await new Run(this, context, call).ExecuteAsync(node).ConfigureAwait(false);
        for (var run = 2; call.Forget is { } forget && node is ObjectExecutionNode { Result: not null } again; run++) {
            if (run > RunsMax) throw new FieldError("What is asked for changes faster than it can be read; try again.", Codes.Overloaded);
            call.Forget = null;
            forget();
            context.Errors = [];
            context.Errors.AddRange(errors);
            call.AnswerValues = 0;
            SetSubFieldNodes(context, again);
            var below = new RootExecutionNode(again.GetObjectGraphType(context.Schema)!, null) { SubFields = again.SubFields };
            await new Run(this, context, call).ExecuteAsync(below).ConfigureAwait(false);
        }
    }

    protected override void SetSubFieldNodes(ExecutionContext context, ObjectExecutionNode parent) {
        var call = (CallContext)context.UserContext;
        var selection = parent is RootExecutionNode ? call.Plan.Root : Selected.Of(parent).Below;
        var type = parent.GetObjectGraphType(context.Schema) ?? parent.GraphType;
        var selected = selection.Of(type)
            ?? selection.Add(type, CollectFieldsFrom(context, type, parent.SelectionSet!, null).Values);
        Count(call, selected.Length);
        var fields = new ExecutionNode[selected.Length];
        for (var i = 0; i < fields.Length; i++) fields[i] = selected[i].NodeIn(parent);
        parent.SubFields = fields;
    }

    /// <summary>A forbidden null is the resolver's fault, but no secret: the caller learns the field.</summary>
    protected override void ValidateNodeResult(ExecutionContext context, ExecutionNode node) {
        if (node.Result is null && Selected.Of(node).IsRequired) {
            var owner = node.Parent;
            while (owner is ArrayExecutionNode) owner = owner.Parent;
            throw new FieldError($"Cannot return null for non-nullable field {owner.GraphType.Name}.{node.FieldDefinition.Name}.");
        }
        base.ValidateNodeResult(context, node);
    }

    private void Count(CallContext call, int values) {
        if ((call.AnswerValues += values) > valuesMax) throw new AbandonedException($"The answer has more than {valuesMax} values.");
    }

    /// <summary>A tree of nodes while it is executed, by one thread at a time.</summary>
    private sealed class Run(QueryStrategy strategy, ExecutionContext context, CallContext call) {
        private readonly Queue<ExecutionNode> _ready = new();
        private readonly List<(ExecutionNode Node, Task<object?> Result)> _running = [];
        private List<ExecutionNode> _loads = [];

        public async Task ExecuteAsync(ExecutionNode root) {
            if (root is RootExecutionNode whole) Expand(whole);
            else _ready.Enqueue(root);
            try {
                while (_ready.Count + _running.Count + _loads.Count > 0) {
                    while (_ready.TryDequeue(out var node)) Resolve(node);
                    if (_running.Count > 0) {
                        await EndAsync().ConfigureAwait(false);
                        foreach (var (node, result) in _running) Take(node, result);
                        _running.Clear();
                    } else if (_loads.Count > 0) {
                        await call.FetchAsync(context.CancellationToken).ConfigureAwait(false);
                        (var loaded, _loads) = (_loads, []);
                        foreach (var node in loaded) Take(node, null);
                    }
                }
            } catch {
                // The caller may free what resolvers still use.
                await EndAsync().ConfigureAwait(false);
                throw;
            }
        }

        private async Task EndAsync() => await ((Task)Task.WhenAll(_running.Select(running => running.Result)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        private void Expand(ObjectExecutionNode parent) {
            foreach (var field in parent.SubFields!) {
                // A plain value waits for nothing.
                if (field.FieldDefinition.Resolver is SourceResolver) Resolve(field);
                else _ready.Enqueue(field);
            }
        }

        private void Resolve(ExecutionNode node) {
            context.CancellationToken.ThrowIfCancellationRequested();
            try {
                if (node.FieldDefinition.Resolver is SourceResolver plain) {
                    Complete(node, plain.Resolve(node.Source, context.RequestServices));
                    return;
                }
                CheckArguments(node);
                var result = strategy.SelectResolver(node, context).ResolveAsync(new ReadonlyResolveFieldContext(node, context));
                if (result.IsCompletedSuccessfully) Complete(node, result.Result);
                else _running.Add((node, result.AsTask()));
            } catch (Exception fault) when (IsOfNode(fault)) {
                Fail(node, fault);
            }
        }

        // Checks variables that are null but passed validation through a default: the library passes null on where it is not allowed.
        private void CheckArguments(ExecutionNode node) {
            var required = Selected.Of(node).RequiredArguments;
            if (required.Length == 0 || context.ArgumentValues?.TryGetValue(node.Field, out var given) != true) return;
            foreach (var name in required) {
                if (given!.TryGetValue(name, out var value) && value.Value is null)
                    throw new FieldError($"Argument \"{name}\" must not be null.", Codes.Invalid);
            }
        }

        // Takes the value for which a node was waiting.
        private void Take(ExecutionNode node, Task<object?>? result) {
            try {
                if (result is not null) Complete(node, result.GetAwaiter().GetResult());
                else if (node.Result is Load load) Complete(node, load.Get());
                else _running.Add((node, ((IDataLoaderResult)node.Result!).GetResultAsync(context.CancellationToken)));
            } catch (Exception fault) when (IsOfNode(fault)) {
                Fail(node, fault);
            }
        }

        private void Complete(ExecutionNode node, object? value) {
            node.Result = value;
            if (value is IDataLoaderResult) {
                _loads.Add(node);
                return;
            }
            try {
                var selected = Selected.Of(node);
                if (value is not null && selected.Type is ScalarGraphType scalar) node.Result = value = scalar.Serialize(value);
                if (value is null || selected.IsJudged) strategy.ValidateNodeResult(context, node);
                if (value is null) return;
                if (node is ObjectExecutionNode parent) {
                    strategy.SetSubFieldNodes(context, parent);
                    Expand(parent);
                } else if (node is ArrayExecutionNode list) {
                    CompleteItems(list, selected.Item!);
                }
            } catch (Exception fault) when (IsOfNode(fault)) {
                Fail(node, fault);
            }
        }

        private void CompleteItems(ArrayExecutionNode list, Selected item) {
            var values = list.Result as IEnumerable
                ?? throw new InvalidOperationException($"{list.FieldDefinition.Name} gives a {list.Result!.GetType()}, which is no list.");
            if (item.Type is ScalarGraphType scalar && scalar.CanSerializeList(values, !item.IsRequired)) {
                list.SerializedResult = scalar.SerializeList(values);
                return;
            }
            var items = new List<ExecutionNode>((values as ICollection)?.Count ?? 0);
            // The library's own lists have no enumerator.
            if (values is IList indexed) for (var i = 0; i < indexed.Count; i++) Add(indexed[i]);
            else foreach (var value in values) Add(value);
            strategy.Count(call, items.Count);
            list.Items = items;
            foreach (var node in items) Complete(node, node.Result);

            void Add(object? value) {
                var node = item.NodeIn(list, items.Count);
                node.Result = value;
                items.Add(node);
            }
        }

        private bool IsOfNode(Exception fault) => fault is not AbandonedException
            && (fault is not OperationCanceledException || !context.CancellationToken.IsCancellationRequested);

        private void Fail(ExecutionNode node, Exception fault) {
            if (strategy._isRefusedWhole && fault is FieldError { Code: Codes.Overloaded } e) throw new AbandonedException(e.Message, e.Code);
            if (fault is ExecutionError error) strategy.SetNodeError(context, node, error);
            // Masking a failure never waits.
            else strategy.ProcessNodeUnhandledExceptionAsync(context, node, fault).GetAwaiter().GetResult();
        }
    }
}
