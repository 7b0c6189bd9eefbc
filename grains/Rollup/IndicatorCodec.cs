namespace Hierarchy.Grains.Rollup;

/// <summary>The stored form of the second book: a version byte, then each cell with its sums as variable-length numbers.</summary>
public static class IndicatorCodec
{
    private const byte Form = 1;

    public static byte[] Encode(ImmutableDictionary<IndicatorCell, IndicatorSums> book)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(Form);
        writer.Write7BitEncodedInt(book.Count);
        foreach (var (cell, sums) in book)
        {
            writer.Write(cell.Owner);
            writer.Write(cell.Indicator);
            writer.Write7BitEncodedInt(cell.Year);
            writer.Write(cell.Period);
            writer.Write((byte)cell.Class);
            writer.Write7BitEncodedInt64(sums.Numerator);
            writer.Write7BitEncodedInt64(sums.Denominator);
            writer.Write7BitEncodedInt64(sums.Given);
            writer.Write7BitEncodedInt64(sums.Expected);
            writer.Write7BitEncodedInt64(sums.Verified);
        }
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>Null if the data has another version or is truncated.</summary>
    public static ImmutableDictionary<IndicatorCell, IndicatorSums>? Decode(ReadOnlyMemory<byte> data)
    {
        using var reader = new BinaryReader(new MemoryStream(data.ToArray(), writable: false));
        try
        {
            if (reader.ReadByte() != Form)
            {
                return null;
            }
            var book = ImmutableDictionary.CreateBuilder<IndicatorCell, IndicatorSums>();
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                var cell = new IndicatorCell(
                    reader.ReadString(), reader.ReadString(), reader.Read7BitEncodedInt(), reader.ReadString(), (UnitKind)reader.ReadByte());
                book[cell] = new IndicatorSums(
                    reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(),
                    reader.Read7BitEncodedInt64());
            }
            return book.ToImmutable();
        }
        catch (Exception fault) when (fault is IOException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }
}
