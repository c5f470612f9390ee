// One test at a time: another thread's garbage collection can free a Scalar that TorchSharp has passed to native code (see NoCollection).
[assembly: CollectionBehavior(DisableTestParallelization = true)]
