global using Bindscope.Model;
global using Bindscope.Model.Weights;
