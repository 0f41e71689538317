# The package is the folder clients/python of a clone: PYTHONPATH=clients/python, or pip install ./clients/python
import bindscope

run = bindscope.connect("http://localhost:5000/").run("demo-1")
analysis = run.analysis("patch-residual-005000")
for name, array in analysis.arrays.items():
    print(name, getattr(array, "shape", array))
