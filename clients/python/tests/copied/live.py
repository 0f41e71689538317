# The package is the folder clients/python of a clone: PYTHONPATH=clients/python, or pip install ./clients/python
import bindscope

run = bindscope.connect("http://localhost:5000/").run("demo-1")
program = "z=2\nb=z\nj=6\nc=j\ns=b\nk=s\n#c:"
source = "z=2\nb=z\nj=1\nc=j\ns=b\nk=s\n#c:"
found = run.live(program, ["residual", "attention"], source=source, step=5000)
for part, arrays in found.items():
    print(part, list(arrays))
