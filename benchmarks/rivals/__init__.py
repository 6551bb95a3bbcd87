"""What a user would take instead of drakenmatch, each as good as a capable engineer makes it."""
