import json

from tertulia.commands.bench_related import bench, measure


def test_each_part_and_the_memory_are_measured():
    found = measure(40)
    assert set(found) == {"words", "related", "backlinks", "brands", "peak_mib"}
    assert found["related"] > 0
    assert 500 < found["words"] < 900
    json.dumps(found)


def test_a_line_a_size_and_the_growth(capsys):
    bench((30, 60))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert "×" in lines[2]
    assert "×" not in lines[1]
