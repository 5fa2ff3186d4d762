/// How a benchmark runs: its command line ([BenchCommand]), the processes that it measures
/// ([ServerProcess]), and where they keep their data ([Scratch]).
@NullMarked
package dev.weir.bench.run;

import org.jspecify.annotations.NullMarked;
