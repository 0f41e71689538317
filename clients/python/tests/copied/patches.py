# The package is the folder clients/python of a clone: PYTHONPATH=clients/python, or pip install ./clients/python
import bindscope
from bindscope import Cut, Patch, Zero

run = bindscope.connect("http://localhost:5000/").run("demo-1")
program = "z=2\nb=z\nj=6\nc=j\ns=b\nk=s\n#c:"
source = "z=2\nb=z\nj=1\nc=j\ns=b\nk=s\n#c:"
patched = run.patch(program, [
    Patch("residual.in:1", position=10),
    Zero("attention.head:2", position=26, head=3),
    Cut(3, position=26, key=15, head=2),
], source=source, step=5000)
print(patched.base_top, patched.patched_top, patched.effect)
print(patched.probabilities().round(3))
