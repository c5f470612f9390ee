module Spn.FSharp.Tests.Placeholder
