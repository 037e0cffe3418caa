package book

// Stop calls f at each step of the writer and of a rebuild's switch. Tests
// only: the field has no other setter.
func (b *Book) Stop(f func(step string)) { b.hook.Store(&f) }

// Waiting is how many calls wait for the writer.
func (b *Book) Waiting() int { return len(b.calls) }
