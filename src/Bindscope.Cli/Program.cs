System.Console.WriteLine("bindscope");
