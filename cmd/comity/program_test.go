package main

import "testing"

// BenchmarkLoadProgram is what a start pays for the programme's data.
func BenchmarkLoadProgram(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := loadProgram(""); err != nil {
			b.Fatal(err)
		}
	}
}
