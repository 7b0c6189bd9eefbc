using System.Runtime.CompilerServices;
using Hierarchy.Embedded;

[assembly: InternalsVisibleTo(ProxyEmitter.AssemblyName)]
