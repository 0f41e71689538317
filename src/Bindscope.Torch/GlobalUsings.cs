global using Bindscope.Model;
