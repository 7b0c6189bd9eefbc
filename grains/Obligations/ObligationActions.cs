using System.Reflection;

namespace Hierarchy.Grains.Obligations;

/// <summary>What a caller may do to an obligation now: tries every command against rights and state. Pure.</summary>
public static class ObligationActions
{
    private static readonly ImmutableArray<Trial> _all =
    [
        .. typeof(UnitCommand).GetNestedTypes().Where(type => type is { IsSealed: true } && type.IsAssignableTo(typeof(UnitCommand.OfObligation)))
            .Select(type => new Trial(type)).Where(trial => trial.Of("", default).Needs is not null),
    ];

    /// <summary>Names of all commands about one obligation, as in the API.</summary>
    public static IEnumerable<string> All => _all.Select(trial => trial.Name);

    /// <summary>Names as in <see cref="All"/>, in no particular order.</summary>
    public static IEnumerable<string> Of(Obligation obligation, Caller caller, Judge judge, IUnitDirectory directory, DateOnly today)
    {
        var state = UnitState.Empty with
        {
            Unit = directory.Find(obligation.Unit),
            Obligations = UnitState.Empty.Obligations.Add(obligation.Id, obligation),
            Spent = obligation.Spent,
        };
        return _all.Where(trial => MayCome(trial.Of(obligation.Id, today))).Select(trial => trial.Name);

        bool MayCome(UnitCommand command) =>
            Rights.FaultOfCaller(command, caller, obligation.Unit, directory, state) is null
            && Rights.Of(command, caller, state, obligation.Unit, judge, directory, today).Refusal is null
            && UnitDecider.Decide(state, command, today, directory) is Decision.Accepted;
    }

    /// <summary>A command with valid arguments, so that only rights and state decide: texts are not empty, days are today, and optional
    /// values are left out.</summary>
    private sealed class Trial(Type command)
    {
        private readonly ConstructorInvoker _new = ConstructorInvoker.Create(command.GetConstructors().Single());

        private readonly ImmutableArray<ParameterInfo> _parameters = [.. command.GetConstructors().Single().GetParameters()];

        public string Name { get; } = char.ToLowerInvariant(command.Name[0]) + command.Name[1..];

        public UnitCommand.OfObligation Of(string obligation, DateOnly today) =>
            (UnitCommand.OfObligation)_new.Invoke(_parameters.Select(parameter => ValueOf(parameter, obligation, today)).ToArray().AsSpan());

        private static object? ValueOf(ParameterInfo parameter, string obligation, DateOnly today) =>
            parameter.Name == nameof(UnitCommand.OfObligation.Obligation) ? obligation
            : parameter.ParameterType == typeof(string) ? "…"
            : parameter.ParameterType == typeof(DateOnly) ? today
            : parameter.ParameterType == typeof(double) ? 0.0
            : null;
    }
}
