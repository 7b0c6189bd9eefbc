namespace Hierarchy.Store;

/// <summary>The bounds of the store: how much may wait, how much is written at once, how long anything may take.</summary>
public static class StoreLimits
{
    /// <summary>
    /// Threads of control that write appends, each over a connection of its own; a unit's appends always go to the same one.
    /// </summary>
    /// <remarks>Two keep the database busy while one of them waits for the disk; more only made the batches smaller.</remarks>
    public const int Writers = 2;

    /// <summary>
    /// Appends that may wait for one writer. The next is refused at once with <see cref="Grains.Ports.StoreUnavailableException"/>.
    /// </summary>
    public const int QueueMax = 8_192;

    /// <summary>Appends in one transaction.</summary>
    public const int BatchAppendsMax = 512;

    /// <summary>Rows after which a transaction takes no further append. One append larger than this goes alone.</summary>
    public const int BatchRowsMax = 10_000;

    /// <summary>Events in one append.</summary>
    public const int EventsMax = 10_000;

    /// <summary>
    /// UTF-8 bytes of one id, actor or request id. Two of them fit into an entry of an index, which holds a third of a page.
    /// </summary>
    public const int KeyBytesMax = 1_000;

    /// <summary>
    /// Connections that reads, snapshots and checkpoints share; a caller that finds none free waits for one within its time.
    /// </summary>
    public const int ConnectionsMax = 40;

    /// <summary>
    /// Connections of them that write down roll-ups or look whether they are overtaken at once. A country may have changed in one moment:
    /// all its units have theirs to write then, and those who wait for an answer must not stand behind them.
    /// </summary>
    public const int UpkeepMax = 8;

    /// <summary>
    /// Lists, searches and histories that may be under way at once, those that wait for a connection included. The next is refused at once
    /// with <see cref="Grains.Ports.StoreOverloadedException"/>.
    /// </summary>
    /// <remarks>What two cores answer in about half a second. More would wait longer, and many of them in vain.</remarks>
    public const int ListsWaitingMax = 256;

    /// <summary>Lists under way from which on whoever only begins to ask for some is refused: what others have begun needs the rest.</summary>
    public const int ListsBusyMin = 192;

    /// <summary>
    /// Calls of all kinds but appends that may be under way at once, those that wait for a connection included. The next is refused at once
    /// with <see cref="Grains.Ports.StoreOverloadedException"/>.
    /// </summary>
    /// <remarks>Beyond lists they are what units read when they become active, and what they write down: one or two for each unit of a
    /// country that wakes up at once.</remarks>
    public const int CallsWaitingMax = 16_384;

    /// <summary>How long the database may take over one read or one batch.</summary>
    public static readonly TimeSpan DatabaseTimeMax = TimeSpan.FromSeconds(3);

    /// <summary>How long the database may take over a batch that changes the tree: the paths of all that stands below a moved unit are written
    /// anew. Whoever writes meanwhile waits for it.</summary>
    public static readonly TimeSpan TreeTimeMax = TimeSpan.FromSeconds(60);

    /// <summary>A writer's connection that has rested longer than this is tried before it is trusted with appends.</summary>
    /// <remarks>Shorter than any restart of a database takes; a tenth of a millisecond for the first append after a rest.</remarks>
    public static readonly TimeSpan RestMax = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// After this long each caller has an answer, if only that the store is unavailable. Longer than <see cref="DatabaseTimeMax"/>, so
    /// that the reason can be told. An append that no writer has taken by then is never written; of one that has been taken nothing is
    /// known.
    /// </summary>
    public static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(3.5);

    /// <summary>How long a recount may read without a row arriving.</summary>
    public static readonly TimeSpan RecountTimeMax = TimeSpan.FromMinutes(5);

    /// <summary>How long a migration may take, and may wait for another process that is migrating.</summary>
    public static readonly TimeSpan MigrationTimeMax = TimeSpan.FromMinutes(10);

    /// <summary>Shortest text that the trigram indexes can find; shorter ones are compared with every row.</summary>
    public const int IndexedTextMin = 3;
}
