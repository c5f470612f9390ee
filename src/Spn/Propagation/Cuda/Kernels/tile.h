// Tiles of horizontal scans: Columns lines of the map, turned so that a line lies in one piece of shared memory. A warp moves four rows
// of eight columns: whole sectors of global memory, and 32 different banks of shared memory.
#pragma once
#include "planes.h"

struct Tile
{
    int column; // of the tile, that this thread moves: 0 to Columns - 1
    int row;    // the first row that it moves
    int step;   // rows from one to the next that it moves
    int pitch;  // elements from a line in shared memory to the next one: 4 modulo 32, which keeps the elements of a warp apart

    DEVICE static Tile of()
    {
        int t = thread_index(), threads = thread_count();
        return {t % Columns, t / Columns, threads / Columns, threads + 4};
    }

    // The place in the tile of the line that this thread moves: lines of a reversed scan run against the columns.
    DEVICE int slot(const Scan& s) const { return s.reversed ? Columns - 1 - column : column; }
    DEVICE int line(const Scan& s, const Run& run) const { return run.begin(s) + slot(s); }

    // Of the e-th element that this thread moves: its row on the map, its place in shared memory, and whether it is this block's to write.
    DEVICE int position(const Scan& s, const Run& run, int e) const { return run.segment * s.own - s.halo + row + e * step; }
    DEVICE int place(const Scan& s, int e) const { return slot(s) * pitch + row + e * step; }
    DEVICE bool owns(const Scan& s, const Run& run, int e) const
    {
        return line(s, run) < s.count && s.owns(row + e * step) && position(s, run, e) < s.length;
    }
};
