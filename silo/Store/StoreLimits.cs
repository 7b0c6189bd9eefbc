namespace Hierarchy.Store;

/// <summary>Limits of the store on queues, batches and durations.</summary>
public static class StoreLimits
{
    /// <summary>
    /// Writers of appends, each with a connection of its own. All appends of a unit go to the same writer.
    /// </summary>
    /// <remarks>Two keep the database busy while one waits for the disk. More only made the batches smaller.</remarks>
    public const int Writers = 2;

    /// <summary>
    /// Appends that may wait for one writer. The next is refused at once with <see cref="Grains.Ports.StoreUnavailableException"/>.
    /// </summary>
    public const int QueueMax = 8_192;

    /// <summary>Appends in one transaction.</summary>
    public const int BatchAppendsMax = 512;

    /// <summary>Rows after which a transaction takes no further append. A larger append is written alone.</summary>
    public const int BatchRowsMax = 10_000;

    /// <summary>Events in one append.</summary>
    public const int EventsMax = 10_000;

    /// <summary>
    /// Maximum UTF-8 bytes of an id, actor or request id. Two of them fit into an index entry, which may take a third of a page.
    /// </summary>
    public const int KeyBytesMax = 1_000;

    /// <summary>
    /// Connections that reads, snapshots and checkpoints share; a caller that finds none free waits for one within its time.
    /// </summary>
    public const int ConnectionsMax = 40;

    /// <summary>
    /// How many of those connections may save or check roll-ups at once. If a whole country changes in one moment, all its units save
    /// theirs, which must not delay callers.
    /// </summary>
    public const int UpkeepMax = 8;

    /// <summary>
    /// Lists, searches and histories that may be under way at once, including those that wait for a connection. The next is refused at once
    /// with <see cref="Grains.Ports.StoreOverloadedException"/>.
    /// </summary>
    /// <remarks>Two cores answer this many in about half a second. More would wait longer, and many would time out.</remarks>
    public const int ListsWaitingMax = 256;

    /// <summary>Number of lists under way at which new requests are refused, so that requests already begun can finish theirs.</summary>
    public const int ListsBusyMin = 192;

    /// <summary>
    /// Calls other than appends that may be under way at once, including those that wait for a connection. The next is refused at once
    /// with <see cref="Grains.Ports.StoreOverloadedException"/>.
    /// </summary>
    /// <remarks>Apart from lists, these are reads at activation and writes of snapshots and checkpoints: one or two for each unit when a
    /// whole country is activated at once.</remarks>
    public const int CallsWaitingMax = 16_384;

    /// <summary>How long the database may take over one read or one batch.</summary>
    public static readonly TimeSpan DatabaseTimeMax = TimeSpan.FromSeconds(3);

    /// <summary>How long the database may take over a batch that changes the tree, which rewrites the paths of everything below a moved
    /// unit. Other writers wait for it.</summary>
    public static readonly TimeSpan TreeTimeMax = TimeSpan.FromSeconds(60);

    /// <summary>A writer's connection that was idle for longer is tested before it is used for appends.</summary>
    /// <remarks>Shorter than any restart of a database. The test costs the first append after an idle time 0.1 ms.</remarks>
    public static readonly TimeSpan RestMax = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Within this time each caller gets an answer, if only that the store is unavailable. Longer than <see cref="DatabaseTimeMax"/>, so
    /// that the answer can give the reason. An append that no writer has taken by then is never written. The outcome of one already taken
    /// is unknown.
    /// </summary>
    public static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(3.5);

    /// <summary>How long a recount may wait for the next row.</summary>
    public static readonly TimeSpan RecountTimeMax = TimeSpan.FromMinutes(5);

    /// <summary>How long a migration may take, and may wait for another process that is migrating.</summary>
    public static readonly TimeSpan MigrationTimeMax = TimeSpan.FromMinutes(10);

    /// <summary>Shortest text that the trigram indexes can find; shorter ones are compared with every row.</summary>
    public const int IndexedTextMin = 3;
}
