// Tiles of horizontal scans: Columns lines of the map, turned so that a line lies in one piece of shared memory. A warp moves four rows
// of eight columns: whole sectors of global memory, and 32 different banks of shared memory.
#pragma once
#include "planes.h"

struct Tile
{
    int column; // of the tile, that this thread moves: 0 to Columns - 1
    int row;    // the first row that it moves; the others follow in steps of Step, so that a warp moves the rows that it scans
    int pitch;  // elements from a line in shared memory to the next one: 4 modulo 32, which keeps the elements of a warp apart

    static constexpr int Step = 32 / Columns;

    DEVICE static Tile of()
    {
        int t = thread_index(), threads = thread_count();
        return {t % Columns, t / 32 * 32 + t % 32 / Columns, threads + 4};
    }

    // The place in the tile of the line that this thread moves: lines of a reversed scan run against the columns.
    DEVICE int slot(const Scan& s) const { return s.reversed ? Columns - 1 - column : column; }
    DEVICE int line(const Scan& s, const Run& run) const { return run.begin(s) + slot(s); }

    // Of the first element that this thread moves: its row on the map and its place in shared memory. The e-th is e * Step rows further.
    DEVICE int position(const Scan& s, const Run& run) const { return opaque(run.segment * s.own - s.halo + row); }
    DEVICE int place(const Scan& s) const { return slot(s) * pitch + row; }

    // Rows of the map that this block writes, of this segment: [first, end); none where this thread's line is beyond the last one.
    DEVICE int first_owned(const Scan& s, const Run& run) const { return run.segment * s.own; }
    DEVICE int end_owned(const Scan& s, const Run& run) const
    {
        int end = run.segment * s.own + s.own;
        return line(s, run) >= s.count ? 0 : end < s.length ? end : s.length;
    }
};
