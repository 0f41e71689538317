// The project that the other source files come from has these implicitly.
global using System;
global using System.Collections.Generic;
global using System.IO;
global using System.Linq;
