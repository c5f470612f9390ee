/// A thin curried F# surface over Spn, subject last.
namespace Spn.FSharp
