#pragma once
#include "Kernels/arguments.h"
#include "shim.h"
#include <map>
#include <string>

// A kernel that takes its one argument by its address, as cuLaunchKernel gives it.
using Kernel = void (*)(void*);

const std::map<std::string, Kernel>& kernels();
