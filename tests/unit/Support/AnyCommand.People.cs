using FsCheck;
using FsCheck.Fluent;

namespace Hierarchy.UnitTests.Support;

/// <summary>Of what people may do.</summary>
public static partial class AnyCommand
{
    private static Gen<UnitCommand> Give() =>
        from person in Ids("an")
        from role in Words<Role>()
        from areas in Maybe(Words<ReformArea>().ListOf().Select(list => list.ToImmutableArray()))
        from days in MaybeDay().ArrayOf(2)
        from act in OrNull(Documents())
        select (UnitCommand)new UnitCommand.GiveGrant(person, role, areas, days[0], days[1], act);

    private static Gen<UnitCommand> Pass() =>
        from grant in Ids("tn-snv~3")
        from person in Ids("binh")
        from days in Days().ArrayOf(2)
        from act in OrNull(Documents())
        select (UnitCommand)new UnitCommand.DelegateGrant(grant, person, days[0], days[1], act);

    private static Gen<UnitCommand> Appoint() =>
        from agency in Ids("tn-snv")
        from areas in Maybe(Words<ReformArea>().ListOf().Select(list => list.ToImmutableArray()))
        from powers in Words<FocalPower>().ListOf()
        from days in MaybeDay().ArrayOf(2)
        from act in OrNull(Documents())
        select (UnitCommand)new UnitCommand.AppointFocalAgency(agency, areas, [.. powers], days[0], days[1], act);

    private static Gen<UnitCommand> End() =>
        from id in Ids("tn-snv~3", "tn-snv")
        from reason in OrNull(Texts())
        from ofAgency in Gen.Elements(true, false)
        select ofAgency ? (UnitCommand)new UnitCommand.EndFocalAgency(id, reason) : new UnitCommand.EndGrant(id, reason);
}
