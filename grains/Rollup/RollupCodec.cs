namespace Hierarchy.Grains.Rollup;

/// <summary>The stored form of a roll-up: a version byte, then numbers of variable length. A form that is not known is discarded by the
/// caller and counted anew.</summary>
/// <remarks>Form 1 wrote money and weight × percent as longs; form 2 writes the upper half of each behind its lower half.</remarks>
public static class RollupCodec
{
    private const byte NarrowForm = 1;
    private const byte Form = 2;

    /// <summary>Members of <see cref="Measures.Scalars"/> that are wider than a long: the first and the one behind the last.</summary>
    private const int WideFrom = 9;
    private const int WideTo = 13;

    public static byte[] Encode(ImmutableDictionary<Cell, Measures> cells)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(Form);
        writer.Write7BitEncodedInt(cells.Count);
        foreach (var (cell, measures) in cells)
        {
            Write(writer, cell);
            Write(writer, measures);
        }
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>Null when the data has another form or is cut short.</summary>
    public static ImmutableDictionary<Cell, Measures>? Decode(ReadOnlyMemory<byte> data)
    {
        using var reader = new BinaryReader(new MemoryStream(data.ToArray(), writable: false));
        try
        {
            var form = reader.ReadByte();
            if (form is not (Form or NarrowForm))
            {
                return null;
            }
            var cells = ImmutableDictionary.CreateBuilder<Cell, Measures>();
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                var cell = ReadCell(reader);
                var measures = ReadMeasures(reader, form);
                if (form == NarrowForm && !IsSound(measures))
                {
                    return null;
                }
                cells[cell] = measures;
            }
            return cells.ToImmutable();
        }
        catch (Exception fault) when (fault is IOException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static void Write(BinaryWriter writer, Cell cell)
    {
        writer.Write((byte)cell.Scope);
        writer.Write(cell.Owner);
        writer.Write(cell.Key);
        writer.Write(cell.Area);
        writer.Write7BitEncodedInt(cell.Year);
        writer.Write((sbyte)(cell.Reform is { } reform ? (int)reform : -1));
        writer.Write((sbyte)(cell.Kind is { } kind ? (int)kind : -1));
    }

    private static Cell ReadCell(BinaryReader reader)
    {
        var scope = (CellScope)reader.ReadByte();
        var owner = reader.ReadString();
        var key = reader.ReadString();
        var area = reader.ReadString();
        var year = reader.Read7BitEncodedInt();
        var reform = reader.ReadSByte();
        var kind = reader.ReadSByte();
        return new Cell(scope, owner, key, area, year, reform < 0 ? null : (ReformArea)reform, kind < 0 ? null : (ObligationKind)kind);
    }

    /// <summary>Sums of form 1 may have wrapped. One that the API could write has not, or what it would have taken was refused then.</summary>
    private static bool IsSound(Measures measures) =>
        measures.WeightedPercent >= 0 && IsMoney(measures.Planned) && IsMoney(measures.Allocated) && IsMoney(measures.Spent);

    private static bool IsMoney(Int128 sum) => sum >= 0 && sum <= Limits.MoneyMax;

    private static void Write(BinaryWriter writer, Measures measures)
    {
        var scalars = measures.Scalars();
        for (var i = 0; i < scalars.Length; i++)
        {
            writer.Write7BitEncodedInt64(unchecked((long)scalars[i]));
            if (i is >= WideFrom and < WideTo)
            {
                writer.Write7BitEncodedInt64((long)(scalars[i] >> 64));
            }
        }
        writer.Write7BitEncodedInt(measures.Due.Length);
        foreach (var due in measures.Due)
        {
            writer.Write7BitEncodedInt(due.Day);
            writer.Write7BitEncodedInt(due.Count);
        }
    }

    private static Measures ReadMeasures(BinaryReader reader, byte form)
    {
        Span<Int128> s = stackalloc Int128[16];
        for (var i = 0; i < s.Length; i++)
        {
            var lower = reader.Read7BitEncodedInt64();
            s[i] = form == Form && i is >= WideFrom and < WideTo
                ? new Int128(unchecked((ulong)reader.Read7BitEncodedInt64()), unchecked((ulong)lower))
                : lower;
        }
        var due = ImmutableArray.CreateBuilder<DueCount>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            due.Add(new DueCount(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()));
        }
        return new Measures(
            (long)s[0], (long)s[1], (long)s[2], (long)s[3], (long)s[4], (long)s[5], (long)s[6], (long)s[7], (long)s[8], s[9], s[10], s[11],
            s[12], (long)s[13], (long)s[14], (long)s[15], due.ToImmutable());
    }
}
