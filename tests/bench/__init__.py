"""Speed, weight and memory beside a bare floor that is measured in the same run (`make bench`).

Seconds on a busy machine mean little; a ratio to the floor, and CPU time instead of wall time, repeat.
"""
