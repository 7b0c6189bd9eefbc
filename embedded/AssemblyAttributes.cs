using System.Runtime.CompilerServices;
using Hierarchy.Embedded;

[assembly: InternalsVisibleTo(ProxyEmitter.AssemblyName)]
[assembly: InternalsVisibleTo("Hierarchy.Tests.Simulation")]
