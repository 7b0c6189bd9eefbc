namespace Hierarchy.Grains.Rollup;

/// <summary>The stored form of a roll-up: a version byte, the numbers of counts and of wide numbers in a cell, then variable-length
/// numbers. The caller discards data with another head and counts anew.</summary>
/// <remarks>Versions before 4 did not separate the scopes Imposed and Own. Versions before 5 counted obligations submitted by their due day
/// among those that can become overdue. Neither can be separated afterwards. Versions before 6 stored the sum of the scopes instead of
/// their overlap.</remarks>
public static class RollupCodec
{
    private const byte Form = 6;

    /// <summary>The first bytes of every roll-up that this program can read.</summary>
    public static readonly ImmutableArray<byte> Head = [Form, (byte)Sums.Shape.Counts, (byte)Sums.Shape.Wide];

    public static byte[] Encode(IEnumerable<KeyValuePair<Cell, Measures>> cells)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(Head.AsSpan());
        KeyValuePair<Cell, Measures>[] written = [.. cells];
        writer.Write7BitEncodedInt(written.Length);
        foreach (var (cell, measures) in written)
        {
            Write(writer, cell);
            Write(writer, measures);
        }
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>Null if the data has another head or is truncated.</summary>
    public static ToldCells? Decode(ReadOnlyMemory<byte> data)
    {
        if (!data.Span.StartsWith(Head.AsSpan()))
        {
            return null;
        }
        using var reader = new BinaryReader(new MemoryStream(data[Head.Length..].ToArray(), writable: false));
        try
        {
            var cells = new Dictionary<Cell, Measures>();
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                var cell = ReadCell(reader);
                cells[cell] = ReadMeasures(reader);
            }
            return [.. cells];
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

    private static void Write(BinaryWriter writer, Measures measures)
    {
        var sums = measures.Sums;
        foreach (var count in Sums.Counts(ref sums))
        {
            writer.Write7BitEncodedInt64(count);
        }
        foreach (var wide in Sums.Wide(ref sums))
        {
            writer.Write7BitEncodedInt64(unchecked((long)wide));
            writer.Write7BitEncodedInt64((long)(wide >> 64));
        }
        writer.Write7BitEncodedInt(measures.Due.Length);
        foreach (var due in measures.Due)
        {
            writer.Write7BitEncodedInt(due.Day);
            writer.Write7BitEncodedInt(due.Count);
        }
    }

    private static Measures ReadMeasures(BinaryReader reader)
    {
        var sums = default(Sums);
        foreach (ref var count in Sums.Counts(ref sums))
        {
            count = reader.Read7BitEncodedInt64();
        }
        foreach (ref var wide in Sums.Wide(ref sums))
        {
            var lower = reader.Read7BitEncodedInt64();
            wide = new Int128(unchecked((ulong)reader.Read7BitEncodedInt64()), unchecked((ulong)lower));
        }
        var due = ImmutableArray.CreateBuilder<DueCount>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            due.Add(new DueCount(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()));
        }
        return new Measures(sums, due.ToImmutable());
    }
}
