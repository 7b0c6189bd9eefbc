using Hierarchy.Silo.Commands;

return await CommandLine.RunAsync(args);
