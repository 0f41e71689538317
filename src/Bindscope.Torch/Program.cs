using Bindscope.Cli;
using Bindscope.Cli.Verbs;
using Bindscope.Torch;

// The command line, with one more device.
DeviceOption.Optional = new CudaDevice();
return Shell.Run(args);
